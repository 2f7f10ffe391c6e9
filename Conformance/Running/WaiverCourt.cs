using System.Collections.Immutable;
using System.Globalization;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>Judges the author's own waivers by what a run saw: each is used, out of reach, or out of order.</summary>
internal sealed class WaiverCourt(CheckOptions options, CasePlan plan)
{
    public ImmutableArray<WaiverResult> Conclude(IReadOnlyDictionary<string, Tally> tallies, Examiner examiner) =>
        [.. options.Waivers.Select(w => Conclude(w, [.. tallies.Where(t => Reached(t.Key) && w.Is(t.Key)).Select(t => t.Value)], examiner))];

    private bool Reached(string clause) => options.Selects(clause)
        && (clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal) ? options.Oracle.HasFlag(Oracle.Exact) && options.Target.Description.Profile is not null : options.Oracle.HasFlag(Oracle.Contract));

    private WaiverResult Conclude(Waiver waiver, Tally[] tallies, Examiner examiner)
    {
        var seen = Sum(tallies, t => t.Waived.GetValueOrDefault(waiver.Id));
        var drifted = Sum(tallies, t => t.Drifted.GetValueOrDefault(waiver.Id));
        var (state, message) =
            !waiver.AppliesTo(options.Target.Description, options.Profile.Name) ? (WaiverState.Elsewhere, $"not of {options.Target.Description.Name} as of {options.Profile.Name}")
            : tallies.Length == 0 ? (WaiverState.Elsewhere, $"this run does not speak of {waiver.Clause}")
            : drifted.Count > 0 ? (WaiverState.Drifted, Drift(waiver, drifted, examiner))
            : waiver.Expires is { } day && options.Today > day ? (WaiverState.Expired, Expired(waiver, day, seen))
            : seen.Count > 0 ? (WaiverState.Waived, "")
            : Unused(waiver, tallies, examiner);
        return new(waiver, seen, state, message);
    }

    private (WaiverState, string) Unused(Waiver waiver, Tally[] tallies, Examiner examiner)
    {
        if (!tallies.Any(t => t.Judged > 0)) return (WaiverState.NotObservable, $"{waiver.Clause} could not be observed here");
        if (!tallies.Any(t => t.Classes.Contains(waiver.All))) return (WaiverState.NotObservable, $"no case that {waiver.Clause} judges has all of {string.Join(", ", waiver.When)}");
        var carried = Counterexample(waiver, examiner);
        if (carried == false) return (WaiverState.NotObservable, "this target does not carry its counterexample out");
        return carried == true
            ? (WaiverState.UnexpectedPass, $"found that its counterexample no longer breaks {waiver.Clause}; wanted the break that it excuses; do: remove it, or narrow its conditions to where it still occurs")
            : (WaiverState.Unmatched, $"found no break of {waiver.Clause} that it is needed for; wanted one under its conditions; do: remove it, or correct clause, cases, when or symptom");
    }

    /// <summary>Whether its counterexample was carried out; null where it has none, or the one device there is cannot be brought into its state.</summary>
    private bool? Counterexample(Waiver waiver, Examiner examiner)
    {
        if (waiver.Counterexample.Length == 0) return null;
        var history = HistoryText.ParseHistory(waiver.Counterexample);
        if (options.Target.Description.Fixed is { } device && (device with { Bad = [] }) != (history.Geometry with { Bad = [] })) return null;
        try
        {
            return examiner.Answers(history).All(o => o.Kind != OutcomeKind.NotObservable);
        }
        catch (TargetException)
        {
            return false;
        }
    }

    private string Drift(Waiver waiver, Occurrence drifted, Examiner examiner)
    {
        var original = plan.HistoryAt(drifted.FirstCase);
        var (smallest, _) = examiner.Search(() => Shrinker.Shrink(original, h => Drifted(examiner, waiver, h) is not null));
        var got = Drifted(examiner, waiver, smallest);
        return $"found {got?.Clause ?? waiver.Clause} broken with '{got?.Got ?? "what did not come again"}' ({drifted.Count} times); wanted the symptom '{waiver.Symptom}'; "
            + $"do: look at daxspec replay {new Token(options.Profile.Name, smallest)} {options.Target.Description.Name}, and correct the symptom if it is the same defect, or narrow cases or when if it is another";
    }

    private static Observed? Drifted(Examiner examiner, Waiver waiver, History history)
    {
        Observed? found = null;
        try
        {
            examiner.Examine(0, history, o => found ??= o.Drifted && o.Waiver == waiver.Id ? o : null);
        }
        catch (TargetException)
        {
            return null;
        }
        return found;
    }

    private static string Expired(Waiver waiver, DateOnly day, Occurrence seen) =>
        $"found that it expired on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; wanted a day to come; do: {(seen.Count > 0 ? $"mend {waiver.Clause}, which still breaks, or agree on a later day with {waiver.Owner ?? "its owner"}" : "remove it: nothing breaks so any more")}";

    private static Occurrence Sum(Tally[] tallies, Func<Tally, Occurrence> of) => tallies.Select(of).Aggregate(default(Occurrence), (all, one) => all.And(one));
}
