using Conformance.Comparing;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Reports;

/// <summary>A comparison for a reader: what matters first, each difference in a few lines, counted.</summary>
internal static class DiffText
{
    /// <summary>Differences of a kind that are shown in full, and in one line, unless all are asked for.</summary>
    public const int Shown = 2;

    private const int Named = 8;

    private const int MaxClasses = 5;

    public static IEnumerable<string> Lines(Comparison c, bool all)
    {
        yield return $"{c.A.Name} and {c.B.Name} {(c.Matters ? "differ where it matters" : c.Clauses.IsEmpty && c.Groups.IsEmpty ? "do not differ" : "differ only where the contract lets them")}";
        yield return $"  A  {c.A.Name}: {c.A.Title}, judged as of {c.A.Profile}: {Broken(c.A)}";
        yield return $"  B  {c.B.Name}: {c.B.Title}, judged as of {c.B.Profile}: {Broken(c.B)}";
        yield return $"  {Words.Plural(c.Cases, "case")} asked of both, {Words.Count(c.Differing)} answered differently";
        foreach (var limit in c.Limits) yield return $"  {limit}";
        foreach (var problem in c.Errors.Take(3)) yield return $"  could not run {problem}";
        foreach (var line in One(c, all)) yield return line;
        foreach (var line in Both(c, all)) yield return line;
        foreach (var line in Allowed(c, all)) yield return line;
        foreach (var line in Free(c, all)) yield return line;
        foreach (var line in OneSided(c)) yield return line;
    }

    private static string Broken(DiffSide side) => $"{Words.Plural(side.Clauses.Values.Count(x => x.Status == Running.Status.Broken), "clause")} broken, {Words.Count(side.Clauses.Values.Count(x => x.Status == Running.Status.Waived))} waived, {Words.Count(side.Clauses.Values.Count(x => x.Keeps))} kept";

    private static IEnumerable<string> One(Comparison c, bool all)
    {
        var found = c.Clauses.Where(d => d.Kind == ClauseDifferenceKind.OneBreaks).OrderBy(d => d.Example?.Operations.Length ?? int.MaxValue).ThenBy(d => d.Id, StringComparer.Ordinal).ToArray();
        if (found.Length == 0) yield break;
        yield return "";
        yield return $"MATTERS: one keeps the clause, the other breaks it ({found.Length})";
        foreach (var (d, full) in Some(found, all))
        {
            var (breaks, keeps) = d.A!.Breaks ? (c.A, c.B) : (c.B, c.A);
            yield return $"  {d.Id}  {d.Sentence}: {(d.A.Breaks ? "A" : "B")} breaks it{Excuse(d.A.Breaks ? d.A : d.B!)}, {(d.A.Breaks ? "B" : "A")} keeps it";
            if (full && d.Example is { } example)
            {
                yield return $"    when     {example}";
                if (d.Got.Length > 0) yield return $"    got      {d.Got}; allowed {d.Allowed}";
                yield return $"    replay   {Replay(breaks, example)}";
                yield return $"             {Replay(keeps, example)}";
            }
        }
        if (Rest(found.Length, all) is { } rest) yield return rest + $": {string.Join(" ", found.Skip(Named).Select(d => d.Id))}";
    }

    private static IEnumerable<string> Both(Comparison c, bool all)
    {
        var found = c.Clauses.Where(d => d.Kind == ClauseDifferenceKind.BreakDifferently).ToArray();
        var answers = c.Groups.Where(g => !g.Key.BothAllowed).ToArray();
        if (found.Length > 0)
        {
            yield return "";
            yield return $"MATTERS: both break the clause, differently ({found.Length})";
            foreach (var (d, full) in Some(found, all))
            {
                yield return $"  {d.Id}  {d.Sentence}";
                if (!full) continue;
                foreach (var (letter, side, clause, other) in new[] { ("A", c.A, d.A!, d.B!), ("B", c.B, d.B!, d.A!) }) yield return $"    {letter} {Only(clause, other)}{(clause.Break is { } broken ? $"; {Replay(side, broken.History)}" : "")}";
            }
            if (Rest(found.Length, all) is { } rest) yield return rest + $": {string.Join(" ", found.Skip(Named).Select(d => d.Id))}";
        }
        if (answers.Length == 0) yield break;
        yield return "";
        yield return $"Answers by which clauses are broken ({Words.Plural(answers.Sum(g => g.Count), "case")}, {Words.Plural(answers.Length, "kind")})";
        foreach (var (g, _) in Some(answers, all)) yield return $"  {Head(g)}; {Who(g.Key)} breaks {string.Join(" ", g.Clauses.Take(6))}{(g.Clauses.Count > 6 ? " ..." : "")}";
        if (Rest(answers.Length, all) is { } more) yield return more;
    }

    private static IEnumerable<string> Allowed(Comparison c, bool all)
    {
        var found = c.Groups.Where(g => g.Key.BothAllowed).ToArray();
        if (found.Length == 0) yield break;
        yield return "";
        yield return $"Allowed: both answers conform, callers can see the difference ({Words.Plural(found.Sum(g => g.Count), "case")}, {Words.Plural(found.Length, "kind")})";
        foreach (var (g, full) in Some(found, all))
        {
            yield return $"  {Head(g)}";
            if (!full) continue;
            yield return $"    when     {g.Example}";
            if (g.Example.Operations.Length > 1) yield return $"             at step {g.Step + 1}: {g.Example.Operations[g.Step]}";
            yield return $"    A        {g.AnswerA}";
            yield return $"    B        {g.AnswerB}";
            yield return $"    replay   {Replay(c.A, g.Example)}";
            yield return $"             {Replay(c.B, g.Example)}";
        }
        if (Rest(found.Length, all) is { } rest) yield return rest;
    }

    private static IEnumerable<string> Free(Comparison c, bool all)
    {
        var found = c.Clauses.Where(d => d.Kind == ClauseDifferenceKind.Free).ToArray();
        if (found.Length == 0) yield break;
        yield return "";
        yield return $"Profile: what they do where the contract leaves them free ({found.Length})";
        foreach (var (d, _) in Some(found, all))
        {
            yield return $"  {d.Id}  {d.Sentence}";
            foreach (var (letter, mine, other) in new[] { ("A", d.A!.Free, d.B!.Free), ("B", d.B!.Free, d.A!.Free) })
                yield return $"    only {letter}   {Values(mine.Except(other))}";
        }
        if (Rest(found.Length, all) is { } rest) yield return rest;
    }

    private static IEnumerable<string> OneSided(Comparison c)
    {
        foreach (var (letter, said, other) in new[] { ("A", (Func<ClauseDifference, SideClause?>)(d => d.A), (Func<ClauseDifference, SideClause?>)(d => d.B)), ("B", d => d.B, d => d.A) })
        {
            var ids = c.Clauses.Where(d => d.Kind == ClauseDifferenceKind.OneSided && said(d) is { } s && (s.Breaks || s.Keeps)).ToArray();
            if (ids.Length == 0) continue;
            yield return "";
            yield return $"Not comparable: judged on {letter} alone ({ids.Length})";
            foreach (var group in ids.GroupBy(d => other(d) is { } x ? Words.Of(x.Status) : "not in that run").OrderBy(g => g.Key, StringComparer.Ordinal))
                yield return $"  {group.Key} on the other: {string.Join(" ", group.Select(d => d.Id + (said(d)!.Breaks ? " (broken)" : "")))}";
        }
    }

    private static string Head(DifferenceGroup g)
    {
        var classes = g.Classes.Items.Select(DataName.Of).ToArray();
        return $"{g.Key.Operation} {g.Key.Aspect}: {(g.Key.A == g.Key.B ? $"{g.Key.A} that differs" : $"A {g.Key.A}, B {g.Key.B}")}  ({Words.Plural(g.Count, "case")}{(classes.Length == 0 ? "" : $", all with {string.Join(", ", classes.Take(MaxClasses))}{(classes.Length > MaxClasses ? " ..." : "")}")})";
    }

    private static string Who(DifferenceKey key) => (key.BrokenA, key.BrokenB) switch { (true, true) => "each", (true, false) => "A", _ => "B" };

    private static string Excuse(SideClause clause) => clause.Excuses.IsEmpty ? "" : $" ({(clause.Status == Running.Status.Broken ? "and " : "")}known deviation {string.Join(", ", clause.Excuses)})";

    private static string Only(SideClause mine, SideClause other) => mine.Excuses.Except(other.Excuses).ToArray() is { Length: > 0 } only ? $"{Words.Of(mine.Status)}, alone with known deviation {string.Join(", ", only)}"
        : mine.Break is { Got.Length: > 0 } broken ? $"{Words.Of(mine.Status)}: got {broken.Got}; allowed {broken.Allowed}" : $"{Words.Of(mine.Status)}: with known deviations that the other has too";

    private static string Values(IEnumerable<string> values) => values.ToArray() switch
    {
        [] => "-",
        { Length: <= MaxClasses } few => string.Join(" | ", few),
        var many => $"{string.Join(" | ", many.Take(MaxClasses))} and {many.Length - MaxClasses} more",
    };

    private static string Replay(DiffSide side, History history) => $"daxspec replay {new Token(side.Profile, history)} {side.Target}";

    private static IEnumerable<(T Item, bool Full)> Some<T>(IEnumerable<T> found, bool all) => found.Take(all ? int.MaxValue : Named).Select((f, i) => (f, all || i < Shown));

    private static string? Rest(int count, bool all) => all || count <= Named ? null : $"  and {count - Named} more (--all)";
}
