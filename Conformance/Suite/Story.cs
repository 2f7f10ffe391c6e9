using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Suite;

/// <summary>What a failing test says: device, operations, got, allowed, because, and the line that replays it.</summary>
internal static class Story
{
    /// <summary>
    /// The first break outside every known deviation, of one clause if it is named. A clause of the contract comes before the exact
    /// model: it says more than that an answer is another one.
    /// </summary>
    public static Observed? Break(Examiner examiner, History history, string? clause = null)
    {
        Observed? contract = null, exact = null;
        examiner.Examine(0, history, o =>
        {
            if (o.Waiver is not null || (clause ?? o.Clause) != o.Clause) return;
            if (o.Clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal)) exact ??= o;
            else contract ??= o;
        });
        return contract ?? exact;
    }

    public static string Of(SuiteTarget target, Observed broken, History smallest, string firstCase, History original, int steps, IReadOnlyList<Outcome> answers)
    {
        var finding = new Finding
        {
            Clause = broken.Clause,
            Smallest = smallest,
            Observed = broken,
            FirstCase = firstCase,
            Original = original,
            ShrinkSteps = steps,
            Count = 1,
            Token = new(target.Settings.Profile.Name, smallest),
            Answers = answers,
        };
        return Of(target, ClauseCatalog.Find(target.Models, broken.Clause), finding);
    }

    public static string Of(SuiteTarget target, ClauseData clause, Finding finding) =>
        string.Join('\n', FindingText.Lines(clause, finding, target.Description.Name).Prepend(""));
}
