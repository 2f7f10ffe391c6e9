using System.Collections.Immutable;
using System.Globalization;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Comparing;

/// <summary>
/// Holds the answers of two sides to the same histories against each other. The first difference ends a history: what follows builds on
/// it. Differences are counted by kind, so that what is kept does not grow with the number of cases.
/// </summary>
public sealed class AnswerComparison(Profile profileA, Profile profileB)
{
    private static readonly AspectSet Compared = ~AspectSet.Of(Aspect.Warned);

    private readonly Dictionary<DifferenceKey, DifferenceGroup> _groups = [];
    private readonly Sight _a = new(profileA);
    private readonly Sight _b = new(profileB);

    /// <summary>Histories that were compared, and those that differ.</summary>
    public long Cases { get; private set; }

    public long Differing { get; private set; }

    /// <summary>Most frequent first, then by what they are.</summary>
    public ImmutableArray<DifferenceGroup> Groups => [.. _groups.Values.OrderByDescending(g => g.Count).ThenBy(g => g.Key.Operation).ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)];

    public void Add(History history, ReadOnlySpan<Outcome> a, ReadOnlySpan<Outcome> b)
    {
        Cases++;
        if (Difference(history, a, b) is not { } found) return;
        Differing++;
        _groups[found.Key] = _groups.TryGetValue(found.Key, out var group)
            ? group with { Count = group.Count + 1, Classes = group.Classes & found.Classes, Clauses = group.Clauses.Union(found.Clauses) }
            : found;
    }

    /// <summary>The first difference of one history, as a group of its own; null: none.</summary>
    public DifferenceGroup? Difference(History history, ReadOnlySpan<Outcome> a, ReadOnlySpan<Outcome> b)
    {
        for (var i = 0; i < history.Operations.Length; i++)
        {
            if (a[i].Kind == OutcomeKind.NotObservable || b[i].Kind == OutcomeKind.NotObservable) continue;
            var aspect = FirstDifference(a[i], b[i]);
            if (a[i].Kind == b[i].Kind && aspect is null) continue;
            return Of(history, i, aspect, a, b);
        }
        return null;
    }

    private DifferenceGroup Of(History history, int step, Aspect? aspect, ReadOnlySpan<Outcome> a, ReadOnlySpan<Outcome> b)
    {
        var (seenA, seenB) = (_a.Look(history, a, step), _b.Look(history, b, step));
        var operation = history.Operations[step];
        return new()
        {
            Key = new(operation.Code, aspect is { } name ? DataName.Of(name) : "answer", Shape(operation, a[step], aspect), Shape(operation, b[step], aspect), !seenA.Broken.IsEmpty, !seenB.Broken.IsEmpty),
            Count = 1,
            Classes = seenA.Classes | seenB.Classes,
            Example = history,
            Step = step,
            AnswerA = a[step].ToString(),
            AnswerB = b[step].ToString(),
            Clauses = seenA.Broken.Union(seenB.Broken),
        };
    }

    private static Aspect? FirstDifference(Outcome a, Outcome b) => a.Restrict(Compared).FirstDifference(b);

    /// <summary>The kind of a value: errnos and small words by their name, numbers by whether there are any.</summary>
    private static string Shape(Operation operation, in Outcome answer, Aspect? aspect) => (answer.Kind, aspect) switch
    {
        (OutcomeKind.NotSupported, _) => "not-supported",
        (_, null) => answer.Has(Aspect.Fault) && answer[Aspect.Fault] != 0 ? answer.Text(Aspect.Fault) : answer.Has(Aspect.Result) ? Number(answer.Result) : "answered",
        (_, Aspect.Fault) => answer[Aspect.Fault] == 0 ? "returns" : answer.Text(Aspect.Fault),
        (_, Aspect.Kaddr or Aspect.Pfn) => answer.IsUntouched(aspect.Value) ? "untouched" : "an address",
        (_, Aspect.Contents or Aspect.Cow or Aspect.Table) => "other contents",
        (_, Aspect.Result) when operation.Code == OpCode.badblocks_check => Errno.Text(answer.Result),
        (_, Aspect.Result) => Number(answer.Result),
        (_, Aspect.Alive or Aspect.Failed or Aspect.Waiting or Aspect.Begun or Aspect.Ended or Aspect.Misuse or Aspect.Signal) => answer.Text(aspect.Value),
        _ => answer.IsUntouched(aspect.Value) ? "untouched" : "a number",
    };

    private static string Number(long value) => value <= 0 ? Errno.IsError(value) || value == 0 ? Errno.Text(value) : "a negative number" : "a count";

    /// <summary>Judges one history for what a step is about and what it breaks.</summary>
    private sealed class Sight(Profile profile) : IJudgementSink
    {
        private readonly ContractJudge _judge = new(profile);
        private int _step;
        private InputClasses _classes;
        private ImmutableSortedSet<string> _broken = [];

        public (InputClasses Classes, ImmutableSortedSet<string> Broken) Look(History history, ReadOnlySpan<Outcome> answers, int step)
        {
            (_step, _classes, _broken) = (step, default, []);
            _judge.Judge(history, answers, this);
            return (_classes, _broken);
        }

        public void Add(int step, Clause clause, in Judgement judgement, InputClasses classes)
        {
            if (step != _step) return;
            _classes |= classes;
            if (judgement.Verdict == Verdict.Broken) _broken = _broken.Add(clause.Id);
        }
    }
}
