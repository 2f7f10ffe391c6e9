using System.CommandLine;
using System.Globalization;
using Conformance.Comparing;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>daxspec diff: what two drivers, or one driver on two kernels, do differently, and which of it matters.</summary>
internal static class DiffCommand
{
    public static Command Make(TextWriter output, TextWriter error)
    {
        var a = new Argument<string>("A") { Description = $"a target, or {RunFile.Name} of a run, or the directory that it stands in" };
        var b = new Argument<string>("B") { Description = "the same" };
        var seed = CommonOptions.Seed();
        var cases = CommonOptions.OptionalNumber("--cases", $"generated histories, where targets are asked (default {CheckOptions.DefaultCases}, {CheckOptions.DefaultFixedCases} on a fixed device)", 0, int.MaxValue);
        var step = CommonOptions.SweepStep(1);
        var profile = CommonOptions.Profile();
        var all = new Option<bool>("--all") { Description = $"show every difference in full (default: {DiffText.Shown} of a kind, and others in a line each)" };
        var writeTo = CommonOptions.WriteTo();
        var json = CommonOptions.Json();
        var command = new Command("diff", "compare two drivers, or two runs: what differs, and which of it matters (exit code 1)") { a, b, seed, cases, step, profile, all, writeTo, json };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(new(parsed.GetRequiredValue(a), parsed.GetRequiredValue(b), parsed.GetValue(profile), parsed.GetValue(seed), parsed.GetValue(cases), parsed.GetValue(step) ?? 1, parsed.GetValue(writeTo)),
            parsed.GetValue(all), parsed.GetValue(json), output, error, cancel)));
        return command;
    }

    private static int Run(DiffRequest request, bool all, bool json, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var models = ModelSet.Load();
        var comparison = Named(Compare(request, all || json ? int.MaxValue : DiffText.Shown, models, error, cancel), request);
        if (json) output.WriteLine(DiffJson.Render(comparison));
        else
            foreach (var line in DiffText.Lines(comparison, all)) output.WriteLine(line);
        return !comparison.Errors.IsEmpty ? ExitCodes.Harness
            : comparison.Matters ? ExitCodes.Broken
            : comparison.Cases == 0 && comparison.A.Clauses.Values.All(c => !c.Keeps && !c.Breaks) ? ExitCodes.NothingChecked : ExitCodes.Conforms;
    }

    private static Comparison Compare(DiffRequest request, int shown, ModelSet models, TextWriter error, CancellationToken cancel)
    {
        if (FileOf(request.A) is null && FileOf(request.B) is null)
        {
            foreach (var side in new[] { request.A, request.B })
                if (LabGuest.IsInside(side)) throw new UsageException($"found {side}, which runs this program in a guest; wanted a target that is driven from here, or a run; do: daxspec check {side} --out DIR, and give DIR in its place");
            using var a = Open(request.A, request, models, error);
            using var b = Open(request.B, request, models, error);
            var (left, right) = (Options(a, request.A, request, models), Options(b, request.B, request, models));
            return PairedRun.AreAlike(a.Description, b.Description) ? Paired(left, right, shown, models, error, cancel) : Apart(left, right, models, error, cancel);
        }
        return Comparer.OfFiles(Side(request.A, request, models, error, cancel), Side(request.B, request, models, error, cancel), models);
    }

    private static Comparison Paired(CheckOptions a, CheckOptions b, int shown, ModelSet models, TextWriter error, CancellationToken cancel)
    {
        var run = new PairedRun(a, b, models) { Shrunk = shown };
        using (new Progress(() => (run.Done, run.Count), error)) return run.Run(cancel);
    }

    /// <summary>Devices of different sizes: each is judged by itself.</summary>
    private static Comparison Apart(CheckOptions a, CheckOptions b, ModelSet models, TextWriter error, CancellationToken cancel) => Comparer.OfFiles(Judge(a, models, error, cancel), Judge(b, models, error, cancel), models) with
    {
        Limits = [$"{a.Target.Description.Fixed} and {b.Target.Description.Fixed} cannot be asked the same cases, so no answers were compared"],
    };

    private static DiffSide Judge(CheckOptions options, ModelSet models, TextWriter error, CancellationToken cancel)
    {
        var checker = new Checker(options with { Oracle = Oracle.Contract, Workers = Environment.ProcessorCount }, models);
        using (new Progress(checker, error)) return DiffSide.Of(checker.Run(cancel));
    }

    /// <summary>A run that is on record, or a target that is judged now.</summary>
    private static DiffSide Side(string text, DiffRequest request, ModelSet models, TextWriter error, CancellationToken cancel)
    {
        if (FileOf(text) is { } file) return RunFile.Parse(file, File.ReadAllText(file));
        using var target = Open(text, request, models, error);
        return Judge(Options(target, text, request, models), models, error, cancel);
    }

    /// <summary>The run.jsonl that a text names; null: it is a target.</summary>
    private static string? FileOf(string text) => Directory.Exists(text)
        ? Path.Combine(text, RunFile.Name) is var file && File.Exists(file) ? file : throw new UsageException($"{text}: found no {RunFile.Name} in it; wanted what 'daxspec check --out {text}' leaves; do: run that")
        : File.Exists(text) ? text
        : text.EndsWith(".jsonl", StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal) ? throw new UsageException($"{text}: no such file; wanted a {RunFile.Name} of 'daxspec check', its directory, or a target") : null;

    private static ITarget Open(string text, DiffRequest request, ModelSet models, TextWriter error) =>
        new TargetFactory(models, error.WriteLine).Open(text, Profile(text, request, models), request.WriteTo);

    private static Reference.Profiles.Profile Profile(string text, DiffRequest request, ModelSet models) => CommonOptions.Resolve(models, TargetFactory.ProfileIn(text) is null ? request.Profile : null, text);

    private static CheckOptions Options(ITarget target, string text, DiffRequest request, ModelSet models) => new()
    {
        Target = target,
        Profile = Profile(text, request, models),
        Seed = request.Seed,
        Cases = request.Cases ?? (target.Description.Fixed is null ? CheckOptions.DefaultCases : CheckOptions.DefaultFixedCases),
        SweepStep = request.SweepStep,
    };

    /// <summary>Two runs of one target are told apart by where they stand.</summary>
    private static Comparison Named(Comparison comparison, DiffRequest request) => comparison.A.Name != comparison.B.Name ? comparison
        : request.A == request.B ? comparison with { A = comparison.A with { Name = $"{request.A} (A)" }, B = comparison.B with { Name = $"{request.B} (B)" } }
        : comparison with { A = comparison.A with { Name = request.A }, B = comparison.B with { Name = request.B } };
}
