using Conformance.Models;

namespace Conformance.Reports;

/// <summary>One edge case with the answers of several kernel generations, one text an operation each.</summary>
internal sealed record EdgeCaseRow(EdgeCase Case, IReadOnlyList<string>[] Answers)
{
    private readonly int[] _differing = [.. Enumerable.Range(0, Case.History.Operations.Length).Where(i => Comparable(Answers).Select(a => a[i]).Distinct().Count() > 1)];

    public bool Differs => _differing.Length > 0;

    /// <summary>One cell a generation: the operations whose answers differ.</summary>
    public IEnumerable<string> Columns => Answers.Select(lines => Case.History.Operations.Length == 1 ? lines[0] : string.Join("<br>", _differing.Select(i => $"{i + 1}. {lines[i]}")));

    /// <summary>The generations that have, and show, every operation which any of them has.</summary>
    private static IEnumerable<IReadOnlyList<string>> Comparable(IReadOnlyList<string>[] answers) =>
        answers.Where(a => !a.Where((line, i) => line is EdgeCaseText.NotSupported or EdgeCaseText.NotObservable && answers.Any(other => other[i] != line)).Any());
}
