using System.Collections.Immutable;
using Conformance.Models;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>Turns the tallies of a run into statuses, and the first break of a clause into its smallest counterexample.</summary>
internal sealed class Conclusions(CheckOptions options, ModelSet models, CasePlan plan)
{
    /// <returns>Null for what this run does not speak of: the other oracle.</returns>
    public ClauseResult? Conclude(string id, Tally tally, Examiner examiner)
    {
        var exact = id.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal);
        var conduct = id.StartsWith(ClauseCatalog.ConductPrefix, StringComparison.Ordinal);
        if (!conduct && !options.Concurrent && (exact ? !options.Oracle.HasFlag(Oracle.Exact) || options.Target.Description.Profile is null : !options.Oracle.HasFlag(Oracle.Contract))) return null;
        var data = ClauseCatalog.Find(models, id);
        var (status, reason) = StatusOf(data, tally);
        return new() { Id = id, Data = data, Tally = tally, Status = status, Reason = reason, Finding = status == Status.Broken ? FindingOf(id, tally, examiner) : null };
    }

    /// <summary>
    /// A floor that was not met means that the suite did not do its work. On a device that breaks a clause it may mean that the device
    /// does not let it: then what was not reached is not observable, and the broken clause is the verdict.
    /// </summary>
    public static ImmutableArray<ClauseResult> Settle(ImmutableArray<ClauseResult> clauses) => clauses.Any(c => c.Status == Status.Broken)
        ? [.. clauses.Select(c => c.Status == Status.Error ? c with { Status = Status.NotObservable } : c)]
        : clauses;

    /// <summary>The known deviations of this generation: seen, not observable here, or stale.</summary>
    public ImmutableArray<(Waiver, Occurrence, Status)> Waivers(IReadOnlyDictionary<string, Tally> tallies, Examiner examiner)
    {
        if (!options.Concurrent && !options.Oracle.HasFlag(Oracle.Contract)) return [];
        return [.. models.Waivers
            .Where(w => w.AppliesTo(options.Target.Description, options.Profile.Name) && options.Selects(w.Clause) && w.Overlaps == options.Concurrent)
            .OrderBy(w => w.Id, StringComparer.Ordinal)
            .Select(w => (w, Seen(w), StatusOf(w, Seen(w), examiner)))];

        Occurrence Seen(Waiver waiver) => tallies[waiver.Clause].Waived.GetValueOrDefault(waiver.Id);
    }

    private Status StatusOf(Waiver waiver, Occurrence seen, Examiner examiner)
    {
        if (seen.Count > 0) return Status.Waived;
        if (options.IsBounded) return Status.NotObservable;
        try
        {
            return examiner.Answers(HistoryText.ParseHistory(waiver.Counterexample)).Any(o => o.Kind == OutcomeKind.NotObservable) ? Status.NotObservable : Status.UnexpectedPass;
        }
        catch (TargetException)
        {
            // The device was lost: that is on record as an error of the run, and says nothing about the deviation.
            return Status.NotObservable;
        }
    }

    private (Status, string) StatusOf(ClauseData data, Tally tally)
    {
        if (tally.Broken.Count > 0) return (Status.Broken, "");
        if (tally.Waived.Count + tally.Drifted.Count > 0) return (Status.Waived, Excuses(tally));
        if (options.Target.Description.Lent.FirstOrDefault(l => data.Id.StartsWith(l.Clauses, StringComparison.Ordinal)) is { Part: { } part } && tally.Judged > 0)
            return (Status.NotObservable, $"answered by {part}, in front of the driver");
        if (tally.Judged == 0) return tally.NotObservable > 0 && tally.NotSupported == 0 ? (Status.NotObservable, $"needs {string.Join("; ", data.Needs)}") : NeverApplied(data);
        if (MissingClasses(data, tally) is { Length: > 0 } missing) return (Status.Error, $"coverage floor not met: no case of class {missing}; raise --cases");
        return tally.Values.Count > 0 ? (Status.Unconstrained, "") : (Status.Held, "");
    }

    private string Excuses(Tally tally)
    {
        var own = options.Waivers.Select(w => w.Id).ToHashSet();
        var known = tally.Waived.Keys.Where(id => !own.Contains(id)).ToArray();
        return string.Join("; ", new[]
        {
            known.Length == 0 ? "" : $"known deviation {string.Join(", ", known)}",
            known.Length == tally.Waived.Count ? "" : $"waiver {string.Join(", ", tally.Waived.Keys.Where(own.Contains))}",
            tally.Drifted.Count == 0 ? "" : $"waiver {string.Join(", ", tally.Drifted.Keys)}, whose symptom has drifted",
        }.Where(t => t.Length > 0));
    }

    private (Status, string) NeverApplied(ClauseData data)
    {
        if (options.Concurrent) return (Status.NotObservable, "no generated history reaches it; raise --cases");
        var operations = data.Needs.Select(n => n.Split(':')[0].Trim()).Where(n => OperationSpec.TryFind(n, out _)).ToArray();
        var hidden = operations.Where(n => OperationSpec.TryFind(n, out var spec) && options.Target.Description.Observes(spec.Code).IsEmpty).ToArray();
        var absent = hidden.Where(n => OperationSpec.TryFind(n, out var spec) && PluginDescription.Lacks(options.Target.Description.Members, spec.Code)).ToArray();
        if (absent.Length > 0) return (Status.NotSupported, "the driver does not declare the member");
        if (hidden.Length > 0) return (Status.NotObservable, $"{string.Join(", ", hidden)} cannot be carried out on this target");
        return options.Target.Description.Fixed is not null
            ? (Status.NotObservable, "no history that this fixed device can carry out reaches it")
            : options.Scope is { } scope ? (Status.NotObservable, $"no history of {scope.Text} reaches it")
            : (Status.NotSupported, data.Since is { } since ? $"not in {options.Profile.Name} (since {since}{(data.Until is { } until ? $", until {until}" : "")})" : $"never applies to {options.Profile.Name}");
    }

    /// <summary>Classes of the floor that were never seen. A fixed device and a scope cannot reach them all, so there the floor is not demanded.</summary>
    private string MissingClasses(ClauseData data, Tally tally) => options.IsBounded ? ""
        : string.Join(", ", data.Classes.Where(c => !Foreign.Contains(c) && !tally.Classes.Contains(InputClassNames.Parse([c], data.Id))));

    /// <summary>Classes of page sizes that the target's machine does not have.</summary>
    private string[] Foreign => [.. new[] { (14, "page16k"), (16, "page64k") }.Where(p => !options.Target.Description.PageShifts.Contains(p.Item1)).Select(p => p.Item2)];

    private Finding FindingOf(string clause, Tally tally, Examiner examiner)
    {
        var original = plan.HistoryAt(tally.Broken.FirstCase);
        var seen = examiner.FirstBreak(clause);
        var races = seen is not null;
        var (smallest, steps) = examiner.Search(() => Shrinker.Shrink(original, Shows, everyOrder: !options.Target.Description.Races));
        seen ??= Again(examiner, clause, smallest);
        return new()
        {
            Clause = clause,
            Smallest = smallest,
            Observed = seen.Observed,
            FirstCase = plan.LabelAt(tally.Broken.FirstCase),
            Original = original,
            ShrinkSteps = steps,
            Count = tally.Broken.Count,
            Token = new(options.Profile.Name, smallest),
            Answers = seen.Answers,
            Spans = seen.Spans,
            Log = seen.Log,
        };

        // What raced may be answered otherwise the next time: what was seen is kept as it was seen.
        bool Shows(History history)
        {
            if (BreakOf(examiner, clause, history) is not { } broken) return false;
            if (races) seen = new(history, broken, [.. examiner.LastAnswers], examiner.SpansOf(history), [.. examiner.LastLog]);
            return true;
        }
    }

    /// <summary>The break once more, with the answers that belong to it.</summary>
    private static SeenBreak Again(Examiner examiner, string clause, History smallest)
    {
        var broken = BreakOf(examiner, clause, smallest) ?? new(clause, 0, "the break did not come again", "the same answer twice", "the device answers one history in different ways, or is gone", default, null);
        var (answers, log) = AnswersTo(examiner, smallest);
        return new(smallest, broken, answers, examiner.SpansOf(smallest), log);
    }

    private static (Outcome[] Answers, LogLine[] Log) AnswersTo(Examiner examiner, History history)
    {
        try
        {
            return (examiner.Answers(history), [.. examiner.LastLog]);
        }
        catch (TargetException)
        {
            return (new Outcome[history.Operations.Length], []);
        }
    }

    /// <summary>The break of this clause, outside every waiver, in one history; null when there is none.</summary>
    internal static Observed? BreakOf(Examiner examiner, string clause, History history)
    {
        Observed? found = null;
        try
        {
            examiner.ExamineUntil(history, o => found ??= o.Clause == clause && o.Waiver is null ? o : null, () => found is not null);
        }
        catch (TargetException)
        {
            return null;
        }
        return found;
    }
}
