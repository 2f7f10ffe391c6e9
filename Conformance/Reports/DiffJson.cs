using System.Text.Json;
using Conformance.Comparing;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Reports;

/// <summary>A comparison as one JSON object.</summary>
internal static class DiffJson
{
    public static string Render(Comparison c) => JsonSerializer.Serialize(new
    {
        Matters = c.Matters,
        A = Side(c.A),
        B = Side(c.B),
        c.Cases,
        c.Differing,
        c.Limits,
        c.Errors,
        Clauses = c.Clauses.Select(d => new
        {
            d.Id,
            d.Sentence,
            Kind = d.Kind switch { ClauseDifferenceKind.OneBreaks => "one-breaks", ClauseDifferenceKind.BreakDifferently => "break-differently", ClauseDifferenceKind.Free => "free", _ => "one-sided" },
            d.Matters,
            A = Clause(d.A),
            B = Clause(d.B),
            History = d.Example?.ToString(),
            d.Got,
            d.Allowed,
            Replay = d.Example is { } example ? new[] { Replay(c.A, example), Replay(c.B, example) } : null,
        }),
        Answers = c.Groups.Select(g => new
        {
            Operation = g.Key.Operation.ToString(),
            g.Key.Aspect,
            g.Key.A,
            g.Key.B,
            Broken = (g.Key.BrokenA, g.Key.BrokenB) switch { (true, true) => "both", (true, false) => "a", (false, true) => "b", _ => "none" },
            Cases = g.Count,
            Classes = g.Classes.Items.Select(DataName.Of),
            g.Clauses,
            History = g.Example.ToString(),
            g.Step,
            AnswerA = g.AnswerA,
            AnswerB = g.AnswerB,
            Replay = new[] { Replay(c.A, g.Example), Replay(c.B, g.Example) },
        }),
    }, CommandLine.JsonOutput.Options);

    private static object Side(DiffSide side) => new { side.Name, side.Target, side.Title, side.Profile };

    private static object? Clause(SideClause? clause) => clause is null ? null : new { Status = Words.Of(clause.Status), clause.Excuses, clause.Free };

    private static string Replay(DiffSide side, History history) => $"daxspec replay {new Token(side.Profile, history)} {side.Target}";
}
