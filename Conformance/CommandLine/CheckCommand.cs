using System.CommandLine;
using Conformance.Exhaustive;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>daxspec check: runs the suite against a target and writes the reports.</summary>
internal static class CheckCommand
{
    public static Command Make(TextWriter output, TextWriter error)
    {
        var target = CommonOptions.Target();
        var profile = CommonOptions.Profile();
        var oracle = CommonOptions.OracleOption();
        var exact = CommonOptions.Exact();
        var seed = CommonOptions.Seed();
        var cases = CommonOptions.OptionalNumber("--cases", $"generated histories (default {CheckOptions.DefaultCases}, {CheckOptions.DefaultFixedCases} on a fixed device); named edge cases and the edge sweep come on top", 0, int.MaxValue);
        var parallel = CommonOptions.OptionalNumber("--parallel", "worker threads (default: the processors of this machine); the result does not depend on it", 1, 256);
        var step = CommonOptions.SweepStep(1);
        var filter = new Option<string[]>("--filter") { HelpName = "CLAUSE", Description = "only clauses whose id starts with this, for instance DA or DA-05 or EX-dax_direct_access; may be repeated", AllowMultipleArgumentsPerToken = true };
        var directory = new Option<DirectoryInfo>("--out") { HelpName = "DIR", Description = "where report.md, junit.xml, run.jsonl and environment.txt go (default ./daxspec-out)", DefaultValueFactory = _ => new("daxspec-out") };
        var writeTo = CommonOptions.WriteTo();
        var journal = new Option<bool>("--journal") { Description = "keep the case under way in DIR/case-under-way.txt, for a device that may take the machine down; one worker" };
        var shownAs = new Option<string?>("--as") { HelpName = "TARGET", Description = "the name that reports give the target, as its user reaches it", Hidden = true };
        var waivers = WaiverOptions.Files();
        var today = WaiverOptions.Today();
        var noGuard = LabOptions.NoGuard();
        var exhaustive = new Option<string?>("--exhaustive") { HelpName = "SCOPE", Description = "all histories of a scope in place of every other case; 'daxspec list scopes' names them" };
        var concurrent = new Option<bool>("--concurrent") { Description = $"histories of two and three threads in place of every other case (default {CheckOptions.DefaultConcurrentCases}): do calls that overlap answer as if one came after the other?" };
        var json = CommonOptions.Json();
        var command = new Command("check", "run the suite against TARGET (the main job)") { target, profile, exact, oracle, seed, cases, step, exhaustive, concurrent, filter, waivers, today, parallel, directory, writeTo, journal, shownAs, noGuard, json };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(new(
            parsed.GetRequiredValue(target), parsed.GetValue(profile), parsed.GetValue(exact), parsed.GetValue(oracle), parsed.GetValue(seed), parsed.GetValue(cases),
            parsed.GetValue(filter) ?? [], parsed.GetValue(step) ?? 1, parsed.GetValue(parallel) ?? Environment.ProcessorCount, parsed.GetRequiredValue(directory), parsed.GetValue(writeTo), parsed.GetValue(journal), parsed.GetValue(shownAs), parsed.GetValue(noGuard), parsed.GetValue(json), parsed.GetValue(waivers) ?? [], WaiverOptions.Day(parsed.GetValue(today)), parsed.GetValue(exhaustive), parsed.GetValue(concurrent)), output, error, cancel)));
        return command;
    }

    private static int Run(CheckRequest request, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var models = ModelSet.Load();
        CheckFilter(request.Filter);
        var scope = ScopeOf(request);
        if (request.Concurrent && (scope is not null || request.SweepStep != 1 || request.Waivers.Count > 0)) throw new UsageException("--concurrent with --exhaustive, --sweep-step or --waivers: found both, wanted one of them; do: leave the others out");
        var waivers = WaiverOptions.Read(request.Waivers, models);
        if (request.Concurrent && LabGuest.IsInside(request.Target)) throw NotConcurrent(request.Target);
        if (LabGuest.IsInside(request.Target)) return LabCheck.Run(request, output, error, cancel);
        var profile = CommonOptions.Resolve(models, CommonOptions.Claimed(request.Target, request.Exact, request.Profile), request.Target);
        using var opened = new TargetFactory(models, error.WriteLine, new(!request.NoGuard), cancel).Open(request.Target, profile, request.WriteTo, request.Exact is not null);
        using var target = request.ShownAs is { } name ? new ShownAs(opened, name, LabGuest.DriverOf(name)) : opened;
        if (request.Concurrent && !target.Description.Concurrent) throw NotConcurrent(request.Target);
        var options = new CheckOptions
        {
            Target = target,
            Profile = profile,
            Oracle = request.Oracle,
            Seed = request.Seed,
            Concurrent = request.Concurrent,
            Cases = request.Cases ?? (request.Concurrent ? CheckOptions.DefaultConcurrentCases : target.Description.Fixed is null ? CheckOptions.DefaultCases : CheckOptions.DefaultFixedCases),
            SweepStep = request.SweepStep,
            Scope = scope is null || target.Description.Fixed is null && target.Description.PageShifts.Contains(12) ? scope
                : throw new UsageException($"--exhaustive {scope.Text}: {request.Target} is one device as it is; wanted a target that takes devices of any geometry with pages of 4096 bytes; do: see mmap:, mutant:, lib:, exec: or lab:KERNEL/nd_pmem"),
            Filter = request.Filter,
            Waivers = waivers,
            Today = request.Today,
            Workers = request.Parallel,
            JournalDirectory = request.Journal ? request.Out.FullName : null,
        };
        var checker = new Checker(options, models);
        RunResult result;
        using (new Progress(checker, error)) result = checker.Run(cancel);
        var report = ReportFiles.Write(result, request.Out.FullName, request.Out.ToString());
        if (SurfaceEdges.Has(target.Description))
            ReportFiles.Replace(request.Out.FullName, SurfaceRecord.Edges, SurfaceRecord.RenderEdges(target.Description.Name, EdgeCaseRun.Answers(target, SurfaceEdges.On(target.Description)), profile));
        if (request.Json) output.WriteLine(JsonlReport.RenderObject(result));
        else
            foreach (var line in TerminalReport.Lines(result, report)) output.WriteLine(line);
        return result.ExitCode;
    }

    private static UsageException NotConcurrent(string target) =>
        new($"--concurrent: calls of several threads cannot be asked of {target}; wanted a device whose calls can overlap; do: see mmap:, mutant:, lab:KERNEL/DRIVER, and how a driver behind lib: or exec: says that its calls may overlap (docs/abi.md, docs/protocol.md)");

    private static Scope? ScopeOf(CheckRequest request)
    {
        if (request.Exhaustive is not { } text) return null;
        if (request.Cases is not null || request.SweepStep != 1) throw new UsageException($"--exhaustive {text} with --cases or --sweep-step: a scope has all its cases; do: leave the others out");
        return Scopes.Parse(text);
    }

    private static void CheckFilter(IReadOnlyList<string> filter)
    {
        var ids = ClauseCatalog.Ids.ToArray();
        foreach (var prefix in filter)
            if (!ids.Any(id => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                throw new UsageException($"--filter {prefix}: no clause starts with that; 'daxspec list clauses' names them all");
    }
}
