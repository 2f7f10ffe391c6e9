using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Comparing;

/// <summary>Looks for the smallest history that shows a difference of two targets.</summary>
internal sealed class DifferenceSearch(Examiner a, Examiner b, AnswerComparison answers)
{
    /// <summary>Histories that differ in the same way, down to the smallest.</summary>
    public DifferenceGroup Shrink(DifferenceGroup group)
    {
        var (smallest, _) = Searching(() => Shrinker.Shrink(group.Example, h => Difference(h) is { } d && d.Key == group.Key));
        return Difference(smallest) is { } found && found.Key == group.Key ? group with { Example = smallest, Step = found.Step, AnswerA = found.AnswerA, AnswerB = found.AnswerB } : group;
    }

    /// <summary>The smallest history with which one breaks a clause and the other does not; null when the start is none.</summary>
    public (History Smallest, string Got, string Allowed)? Shrink(string clause, History start, Examiner breaks, Examiner keeps)
    {
        if (!Differs(start)) return null;
        var (smallest, _) = Searching(() => Shrinker.Shrink(start, Differs));
        return Break(breaks, clause, smallest) is { } broken ? (smallest, broken.Got, broken.Allowed) : null;

        // Where the other side does not show its answer, it keeps nothing.
        bool Differs(History history) => Break(breaks, clause, history) is { } broken && Break(keeps, clause, history) is null && keeps.LastAnswers.Length > broken.Step && keeps.LastAnswers[broken.Step].Kind == OutcomeKind.Answered;
    }

    private DifferenceGroup? Difference(History history)
    {
        try
        {
            return answers.Difference(history, a.Answers(history), b.Answers(history));
        }
        catch (TargetException)
        {
            return null;
        }
    }

    private static Observed? Break(Examiner examiner, string clause, History history)
    {
        Observed? found = null;
        try
        {
            examiner.Examine(0, history, o => found ??= o.Clause == clause ? o : null);
        }
        catch (TargetException)
        {
            return null;
        }
        return found;
    }

    private T Searching<T>(Func<T> search) => a.Search(() => b.Search(search));
}
