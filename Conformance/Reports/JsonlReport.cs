using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Comparing;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>run.jsonl: a header, one line a clause, one a known deviation or waiver, one a case whose answers are kept for comparison, one a block of answers, a footer with the counts. Everything else can be derived from it.</summary>
public static class JsonlReport
{
    /// <summary>Version of the form; in the header.</summary>
    public const int Version = 2;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true, NewLine = "\n" };

    public static string Render(RunResult result)
    {
        var text = new StringBuilder();
        Write(new
        {
            Type = "header",
            Version,
            Target = result.Target.Name,
            result.Target.Title,
            Claims = result.Target.Profile,
            result.Profile,
            Oracle = result.Oracle.ToString().ToLowerInvariant(),
            Seed = result.Seed.ToString(CultureInfo.InvariantCulture),
            result.Filter,
            result.Scope,
            Equal = result.Scope is null ? null : (long?)result.Equal,
            Cases = new { result.Cases.Named, result.Cases.Swept, result.Cases.Generated },
            result.Target.Limits,
            Today = Words.Day(result.Today),
        });
        foreach (var clause in result.Clauses) Write(Clause(clause, result));
        foreach (var (waiver, seen, status) in result.Waivers)
            Write(new { Type = "known_deviation", waiver.Id, waiver.Clause, Status = Words.Of(status), Seen = seen.Count, waiver.Counterexample, waiver.Consequence, waiver.Link });
        foreach (var own in result.Own) Write(WaiverText.Json(own));
        foreach (var (name, reason) in result.Errors) Write(new { Type = "error", Case = name, Reason = reason });
        foreach (var lost in result.Lost)
            Write(new { Type = "lost", History = lost.History.ToString(), Token = Words.Token(result, lost), lost.Step, Fault = lost.Fault.ToString(), KernelLog = lost.Log.Select(l => l.Text) });
        foreach (var kept in result.Kept)
            Write(new { Type = "case", kept.Label, History = kept.History.ToString(), Answers = kept.Answers.Select(a => AnswerLine.Write(a)) });
        for (var i = 0; i < result.AnswerDigests.Length; i++)
            Write(new { Type = "answers", FirstCase = i * result.CasesPerDigest, Digest = result.AnswerDigests[i].ToString("x16", CultureInfo.InvariantCulture) });
        Write(new { Type = "footer", Verdict = Words.Verdict(result), result.ExitCode, result.Operations, Clauses = result.Clauses.Length, Counts = Counts(result) });
        return text.ToString();

        void Write<T>(T record) => text.Append(JsonSerializer.Serialize(record, Options)).Append('\n');
    }

    /// <summary>The same facts as one JSON object, for --json.</summary>
    public static string RenderObject(RunResult result) => JsonSerializer.Serialize(new
    {
        Target = result.Target.Name,
        result.Profile,
        Seed = result.Seed.ToString(CultureInfo.InvariantCulture),
        Verdict = Words.Verdict(result),
        result.ExitCode,
        result.Operations,
        Counts = Counts(result),
        Clauses = result.Clauses.Select(c => Clause(c, result)),
        KnownDeviations = result.Waivers.Select(w => new { w.Waiver.Id, w.Waiver.Clause, Status = Words.Of(w.Status), Seen = w.Seen.Count }),
        Waivers = result.Own.Select(WaiverText.Json),
        Errors = result.Errors.Select(e => new { e.Case, e.Reason }),
    }, Indented);

    private static object Clause(ClauseResult clause, RunResult result) => new
    {
        Type = "clause",
        clause.Id,
        clause.Data.Sentence,
        Level = clause.Data.Level.ToString().ToLowerInvariant(),
        Status = Words.Of(clause.Status),
        clause.Reason,
        clause.Tally.Held,
        Broken = clause.Tally.Broken.Count,
        clause.Tally.NotObservable,
        Waived = clause.Tally.Waived.ToDictionary(w => w.Key, w => w.Value.Count),
        Drifted = clause.Tally.Drifted.ToDictionary(w => w.Key, w => w.Value.Count),
        Free = clause.Tally.Values.ToDictionary(v => v.Key, v => v.Value.Count),
        Finding = clause.Finding is not { } finding ? null : new
        {
            History = finding.Smallest.ToString(),
            Token = finding.Token.ToString(),
            finding.Observed.Step,
            finding.Observed.Got,
            finding.Observed.Allowed,
            finding.Observed.Because,
            Classes = finding.Observed.Classes.Items.Select(DataName.Of),
            Replay = $"daxspec replay {finding.Token} {result.Target.Name}",
            Original = finding.Original.ToString(),
            finding.FirstCase,
            finding.ShrinkSteps,
            Answers = finding.Answers.Select(a => a.ToString()),
            KernelLog = finding.Log.Select(l => new { l.Step, l.Text }),
        },
    };

    private static Dictionary<string, int> Counts(RunResult result) => Enum.GetValues<Status>().ToDictionary(Words.Of, result.CountOf);
}
