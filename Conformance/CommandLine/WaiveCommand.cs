using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>daxspec waive: carries a case out, and writes what it breaks to a file of waivers.</summary>
internal static class WaiveCommand
{
    private const string DefaultFile = "daxspec-waivers.yaml";

    public static Command Make(TextWriter output, TextWriter error)
    {
        var token = new Argument<string>("TOKEN") { Description = $"the '{Token.Prefix}...' word of a failure, or a history as text" };
        var target = CommonOptions.Target();
        var link = new Option<string?>("--link") { HelpName = "URL", Description = "where the defect is written down: an issue, a mail, a commit (needed)" };
        var owner = new Option<string?>("--owner") { HelpName = "NAME", Description = "who is to mend it" };
        var expires = new Option<string?>("--expires") { HelpName = "YYYY-MM-DD", Description = "the last day on which it counts" };
        var id = new Option<string?>("--id") { HelpName = "ID", Description = "its name (default: made of clause and target)" };
        var clause = new Option<string?>("--clause") { HelpName = "CLAUSE", Description = "only what breaks this clause (default: all clauses of the contract that the case breaks)" };
        var wide = new Option<bool>("--wide") { Description = "excuse what all breaks of the clause with that symptom have in common, in place of this case's input classes" };
        var file = new Option<string>("--file") { HelpName = "FILE", Description = $"the file to write to; its comments and order stay (default ./{DefaultFile})", DefaultValueFactory = _ => DefaultFile };
        var (profile, writeTo) = (CommonOptions.Profile(), CommonOptions.WriteTo());
        var command = new Command("waive", "write a waiver for what a case breaks") { token, target, link, owner, expires, id, clause, wide, file, profile, writeTo };
        command.SetAction(parsed => Run(new(parsed.GetRequiredValue(token), parsed.GetRequiredValue(target), parsed.GetValue(link), parsed.GetValue(owner), parsed.GetValue(expires), parsed.GetValue(id),
            parsed.GetValue(clause), parsed.GetValue(wide), parsed.GetRequiredValue(file), parsed.GetValue(profile), parsed.GetValue(writeTo)), output, error));
        return command;
    }

    private static int Run(WaiveRequest request, TextWriter output, TextWriter error)
    {
        var models = ModelSet.Load();
        if (string.IsNullOrWhiteSpace(request.Link)) throw new UsageException("found no --link; wanted where the defect is written down, for a waiver without one fails the run; do: add --link URL");
        if (request.Expires is { } day) _ = WaiverOptions.Day(day, "--expires");
        if (LabGuest.IsInside(request.Target)) throw new UsageException($"{request.Target} runs this program in a guest; wanted a target that is driven from here; do: daxspec replay {request.Token} {request.Target} shows clause, classes and symptom to write by hand (docs/waivers.md)");
        var own = File.Exists(request.File) ? WaiverOptions.Read([request.File], models) : [];
        var named = request.Id is { } id && own.Any(w => w.Id == id) ? throw new UsageException($"found a waiver '{id}' in {request.File}; wanted an id of its own; do: choose another --id") : request.Id;
        var token = ReplayCommand.ReadOneByOne(request.Token, request.Profile, request.Target, models);
        var profile = CommonOptions.Resolve(models, request.Profile ?? TargetFactory.ProfileIn(request.Target) ?? token.Profile, request.Target);
        using var target = new TargetFactory(models, error.WriteLine).Open(request.Target, profile, request.WriteTo);
        var options = new CheckOptions { Target = target, Profile = profile, Waivers = own, Cases = 2_000 };
        using var examiner = new Examiner(options, models);
        var breaks = Breaks(examiner, token, request);
        if (named is not null && breaks.Count > 1) throw new UsageException($"found that the case breaks {string.Join(", ", breaks.Select(b => b.Clause))}; wanted one of them for --id {named}; do: add --clause {breaks[0].Clause}, or leave --id out");
        var written = new List<Waiver>();
        foreach (var broken in breaks)
            written.Add(Waiver(request, token, broken, named ?? Free(broken.Clause, request.Target, own.Concat(written)), profile.Name, target.Description.Name, request.Wide ? Common(options, models, broken) : broken.Classes, models));
        WaiverAppender.Append(request.File, written);
        foreach (var waiver in written) output.WriteLine($"{request.File}: waiver {waiver.Id} excuses {waiver.Clause}{(waiver.When.Count == 0 ? "" : $" for {string.Join(", ", waiver.When)}")} where it got {waiver.Symptom}");
        output.WriteLine($"  check    daxspec check {request.Target} --waivers {request.File}");
        return ExitCodes.Conforms;
    }

    private static List<Observed> Breaks(Examiner examiner, Token token, WaiveRequest request)
    {
        var all = new List<Observed>();
        examiner.Examine(0, token.History, all.Add);
        var contract = all.Any(b => !IsExact(b));
        var asked = all.Where(b => request.Clause is null ? IsExact(b) != contract : b.Clause == request.Clause).DistinctBy(b => b.Clause).ToList();
        var open = asked.Where(b => b.Waiver is null).ToList();
        if (open.Count == 0)
            throw new UsageException(asked.Count > 0
                ? $"found that {asked[0].Clause} is {(asked[0].Drifted ? $"under waiver {asked[0].Waiver}, whose symptom has drifted: got {asked[0].Got}; wanted a break that none is about; do: correct its symptom" : $"excused by {asked[0].Waiver} already; wanted a break that nothing excuses; do: nothing")}"
                : $"found that the case breaks {(request.Clause is null ? "nothing" : all.Count == 0 ? $"nothing, {request.Clause} neither" : $"{string.Join(", ", all.Where(b => IsExact(b) != contract).Select(b => b.Clause).Distinct())}, not {request.Clause}")} on {request.Target}; wanted a break to excuse; do: daxspec replay {request.Token} {request.Target}");
        return open;
    }

    private static bool IsExact(Observed broken) => broken.Clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal);

    private static Waiver Waiver(WaiveRequest request, Token token, Observed broken, string id, string profile, string target, InputClasses classes, ModelSet models)
    {
        var exact = IsExact(broken);
        return new()
        {
            Id = id,
            File = request.File,
            Clause = broken.Clause,
            Drivers = [],
            Targets = [target],
            Profiles = [profile],
            Cases = exact && !request.Wide ? [$"^{Regex.Escape(token.History.ToString())}$"] : [],
            When = [.. classes.Items.Select(DataName.Of)],
            Symptom = WaiverEntry.SymptomOf(broken.Got),
            Counterexample = token.History.ToString(),
            Consequence = $"{(exact ? $"{broken.Clause[Examiner.ExactPrefix.Length..]} answers as the model does" : models.Clause(broken.Clause).Sentence)}: got {broken.Got}, allowed {broken.Allowed}",
            Link = request.Link!.Trim(),
            Owner = request.Owner,
            Expires = request.Expires is { } day ? WaiverOptions.Day(day, "--expires") : null,
        };
    }

    /// <summary>The classes that every break of the clause with that symptom has.</summary>
    private static InputClasses Common(CheckOptions options, ModelSet models, Observed broken)
    {
        var (common, symptom) = (broken.Classes, Models.Waiver.Expression(WaiverEntry.SymptomOf(broken.Got)));
        var only = options with { Filter = [broken.Clause] };
        var plan = new CasePlan(only, models);
        using var examiner = new Examiner(only, models);
        for (var n = 0L; n < plan.Count; n++)
            examiner.Examine(n, plan.HistoryAt(n), o => common = o.Waiver is null && o.Clause == broken.Clause && symptom.IsMatch(o.Got) ? common & o.Classes : common);
        return common;
    }

    /// <summary>A name that no waiver of the file has.</summary>
    private static string Free(string clause, string target, IEnumerable<Waiver> own)
    {
        var taken = own.Select(w => w.Id).ToHashSet();
        var name = new StringBuilder(clause).Append('-');
        foreach (var c in target) name.Append(char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-');
        var plain = name.ToString().TrimEnd('-');
        for (var n = 1; ; n++)
            if ((n == 1 ? plain : $"{plain}-{n}") is var id && !taken.Contains(id)) return id;
    }
}
