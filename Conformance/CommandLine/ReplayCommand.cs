using System.CommandLine;
using System.Text.Json;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>daxspec replay: carries one case out again and shows every step beside the model's.</summary>
internal static class ReplayCommand
{
    public static Command Make(TextWriter output, TextWriter error)
    {
        var token = new Argument<string>("TOKEN") { Description = $"the '{Token.Prefix}...' word of a failure, or a history as text (docs/histories.md)" };
        var target = CommonOptions.Target();
        var profile = CommonOptions.Profile();
        var writeTo = CommonOptions.WriteTo();
        var exact = CommonOptions.Exact();
        var noGuard = LabOptions.NoGuard();
        var json = CommonOptions.Json();
        var command = new Command("replay", "carry one case out again, step by step") { token, target, profile, exact, writeTo, noGuard, json };
        command.SetAction((parsed, cancel) => Task.FromResult(LabGuest.IsInside(parsed.GetRequiredValue(target))
            ? RunInGuest(parsed.GetRequiredValue(token), parsed.GetRequiredValue(target), parsed.GetValue(profile), new(!parsed.GetValue(noGuard)), parsed.GetValue(json), output, error, cancel)
            : Run(parsed.GetRequiredValue(token), parsed.GetRequiredValue(target), parsed.GetValue(profile), parsed.GetValue(exact), parsed.GetValue(writeTo), new(!parsed.GetValue(noGuard)), parsed.GetValue(json), output, cancel)));
        return command;
    }

    private static int RunInGuest(string token, string target, string? profile, ProbeLoad load, bool json, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("daxspec-replay-");
        try
        {
            string[] command = ["replay", token, "TARGET", "--profile", profile ?? (token.StartsWith(Token.Prefix, StringComparison.Ordinal) ? Token.Parse(token).Profile : LabGuest.KernelOf(target)), .. json ? ["--json"] : Array.Empty<string>()];
            var (_, result) = LabGuest.Run(target, command, directory, load, output, error, cancel);
            if (result.Status == GuestStatus.Finished) return result.ExitCode!.Value;
            output.WriteLine($"{target}: {result.Reason}");
            foreach (var line in result.KernelLog.TakeLast(20)) output.WriteLine($"  log  {line}");
            return ExitCodes.Broken;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static int Run(string text, string targetText, string? profileName, string? exact, string? writeTo, ProbeLoad load, bool json, TextWriter output, CancellationToken cancel)
    {
        var models = ModelSet.Load();
        profileName = CommonOptions.Claimed(targetText, exact, profileName);
        var token = Read(text, profileName, targetText, models);
        var profile = CommonOptions.Resolve(models, profileName ?? TargetFactory.ProfileIn(targetText) ?? token.Profile, targetText);
        using var target = new TargetFactory(models, null, load, cancel).Open(targetText, profile, writeTo, exact is not null);
        var options = new CheckOptions { Target = target, Profile = profile };
        using var examiner = new Examiner(options, models);
        var breaks = new List<Observed>();
        var attempts = examiner.ExamineUntil(token.History, breaks.Add, () => breaks.Count > 0);
        var answers = token.History.Threads is null ? examiner.Answers(token.History) : [.. examiner.LastAnswers];
        var spans = examiner.SpansOf(token.History);
        var log = examiner.LastLog.ToArray();
        using var model = new ReferenceDevice(profile);
        // What overlapped has no one order that the model could follow.
        var expected = token.History.Threads is null ? Expected(model, token.History, answers) : answers;
        if (json) output.WriteLine(Json(token, target.Description, answers, expected, breaks, log));
        else
        {
            foreach (var line in Lines(token, target.Description, answers, spans, expected, breaks, log, models)) output.WriteLine(line);
            if (attempts > 1) output.WriteLine($"{Words.Plural(attempts, "attempt")}: which thread comes first is up to the machine; shown is the last");
        }
        return breaks.Any(b => b.Waiver is null) ? ExitCodes.Broken : answers.All(a => a.Seen.IsEmpty) ? ExitCodes.NothingChecked : ExitCodes.Conforms;
    }

    /// <summary>A token, or a history as text with the generation that it is judged by.</summary>
    /// <exception cref="FormatException">it is neither</exception>
    internal static Token Read(string text, string? profile, string target, ModelSet models) => text.StartsWith(Token.Prefix, StringComparison.Ordinal)
        ? Token.Parse(text)
        : new(CommonOptions.Resolve(models, profile, target).Name, HistoryText.ParseHistory(text));

    /// <summary>The same, whose calls come one after the other.</summary>
    /// <exception cref="UsageException">they are several threads'</exception>
    internal static Token ReadOneByOne(string text, string? profile, string target, ModelSet models) => Read(text, profile, target, models) is var token && token.History.Threads is { } threads
        ? throw new UsageException($"found a history of {threads.Threads} threads; wanted one whose calls come one after the other; do: daxspec replay carries it out")
        : token;

    /// <summary>The model's answers step by step; not observable where the target carried nothing out.</summary>
    private static Outcome[] Expected(ReferenceDevice model, History history, Outcome[] answers)
    {
        var buffer = new Outcome[answers.Length];
        var carried = new Queue<Outcome>(Examiner.Expected(model, history, answers, ref buffer).ToArray());
        return [.. answers.Select(a => a.Kind == OutcomeKind.NotObservable ? Outcome.NotObservable : carried.Dequeue())];
    }

    private static IEnumerable<string> Lines(Token token, TargetDescription target, Outcome[] answers, IReadOnlyList<(int Began, int Ended)> spans, Outcome[] expected, List<Observed> breaks, LogLine[] log, ModelSet models)
    {
        yield return $"device   {token.History.Geometry}";
        yield return $"target   {target.Name}, judged as of {token.Profile}";
        for (var i = 0; i < answers.Length; i++)
        {
            yield return $"{i + 1,3}  {FindingText.Moment(token.History, spans, i)}{token.History.Operations[i]}";
            yield return $"       {answers[i]}";
            if (answers[i].Kind != OutcomeKind.NotObservable && (answers[i].Kind != expected[i].Kind || !answers[i].Agrees(expected[i]))) yield return $"       the model: {expected[i]}";
            foreach (var line in log.Where(l => l.Step == i)) yield return $"       log: {line.Text}";
            foreach (var broken in breaks.Where(b => b.Step == i))
            {
                var sentence = broken.Clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal) ? "the answer is not the model's" : ClauseCatalog.Find(models, broken.Clause).Sentence;
                yield return $"       {broken.Clause} {(broken.Waiver is null ? "broken" : $"known deviation {broken.Waiver}")}: {sentence}";
                yield return $"         got {broken.Got}; allowed {broken.Allowed}; because {broken.Because}";
                if (broken.Classes.Bits != 0) yield return $"         classes {broken.Classes}";
            }
        }
        var open = breaks.Count(b => b.Waiver is null);
        yield return open == 0 ? breaks.Count == 0 ? "nothing broken" : $"{Words.Plural(breaks.Count, "known deviation")}, nothing else broken" : $"{Words.Plural(open, "break")}";
    }

    private static string Json(Token token, TargetDescription target, Outcome[] answers, Outcome[] expected, List<Observed> breaks, LogLine[] log) => JsonSerializer.Serialize(new
    {
        target = target.Name,
        profile = token.Profile,
        history = token.History.ToString(),
        token = token.ToString(),
        steps = token.History.Operations.Select((o, i) => new { operation = o.ToString(), answer = answers[i].ToString(), model = expected[i].ToString(), log = log.Where(l => l.Step == i).Select(l => l.Text) }),
        breaks = breaks.Select(b => new { clause = b.Clause, step = b.Step, got = b.Got, allowed = b.Allowed, because = b.Because, classes = b.Classes.Items.Select(DataName.Of), waiver = b.Waiver }),
    }, JsonOutput.Options);
}
