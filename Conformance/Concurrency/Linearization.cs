using System.Collections.Immutable;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Concurrency;

/// <summary>
/// Whether calls that overlapped answered as if they had come one after the other: in some order in which a call that ended before another
/// began comes first (Herlihy and Wing). All such orders are tried; the oracle says of each whether the answers fit.
/// </summary>
/// <param name="profile">the generation</param>
/// <param name="exact">held against the exact model; otherwise against the contract</param>
/// <param name="isKnown">a break of the contract, of calls one after the other, is a known deviation: clause, classes, what was got</param>
internal sealed class Linearization(Profile profile, bool exact, Func<string, InputClasses, string, bool> isKnown) : IJudgementSink
{
    /// <summary>Orders that are tried at the most. Generated histories have a few hundred.</summary>
    public const int MaxOrders = 200_000;

    /// <summary>What of an answer does not depend on who looks when: contents, the whole table and who waits are seen after the call.</summary>
    private static readonly AspectSet Compared = AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Kaddr, Aspect.Pfn, Aspect.FirstBad, Aspect.BadSectors, Aspect.Fault);

    private readonly ReferenceDevice? _model = exact ? new(profile) : null;
    private readonly ContractJudge? _judge = exact ? null : new(profile);
    private readonly List<int> _order = [];
    private Outcome[] _expected = [];
    private (int Step, string Allowed, string Because) _break;
    private int _fatal;

    /// <summary>The nearest that an order comes.</summary>
    /// <param name="Orders">that were tried</param>
    /// <param name="Order">steps of the history, up to and with the one that does not fit</param>
    /// <param name="Allowed">the answer that would fit there</param>
    /// <param name="Because">why</param>
    public sealed record Refusal(int Orders, ImmutableArray<int> Order, string Allowed, string Because);

    /// <summary>The classes of the call that an order ends with, at each place of the order that it may have come at.</summary>
    public InputClasses ClassesOf(History history, ReadOnlySpan<Outcome> outcomes, ReadOnlySpan<(int Began, int Ended)> spans, ImmutableArray<int> order)
    {
        var (last, before) = (order[^1], order[..^1]);
        var first = before.Length;
        while (first > 0 && spans[before[first - 1]].Ended > spans[last].Began) first--;
        InputClasses classes = default;
        for (var place = first; place <= before.Length; place++)
        {
            var steps = before[..place].Add(last);
            var given = new Outcome[steps.Length];
            for (var i = 0; i < given.Length; i++)
            {
                given[i] = outcomes[steps[i]];
                if (given[i].Kind == OutcomeKind.Answered) given[i].Restrict(Compared);
            }
            classes |= InputClassifier.OfLast(profile, new(history.Geometry, [.. steps.Select(i => history.Operations[i])]), given);
        }
        return classes;
    }

    /// <returns>null: there is an order that fits; or the machine went down, as it does in the model</returns>
    public Refusal? Find(History history, ReadOnlySpan<Outcome> outcomes, ReadOnlySpan<(int Began, int Ended)> spans)
    {
        var (answers, times) = (outcomes.ToArray(), spans.ToArray());
        _fatal = -1;
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i].Kind == OutcomeKind.Answered) answers[i].Restrict(Compared);
            // What took the machine down did not answer, and the others did.
            if (exact && answers[i][Aspect.Fault] != 0) (_fatal, times[i].Ended) = (i, IConcurrentDevice.Never);
        }
        var threads = history.Threads!;
        var next = Enumerable.Range(0, threads.Threads).Select(t => threads.StepsOf(t).Start).ToArray();
        Refusal? best = null;
        var orders = 0;
        _order.Clear();
        return Fits() ? null : best;

        bool Fits()
        {
            var left = 0;
            for (var t = 0; t < next.Length && orders < MaxOrders; t++)
            {
                var step = next[t];
                if (!Takes(t)) continue;
                if (times[step].Ended != IConcurrentDevice.Never) left++;
                next[t]++;
                _order.Add(step);
                var fits = Fits();
                _order.RemoveAt(_order.Count - 1);
                next[t]--;
                if (fits) return true;
            }
            if (left > 0) return false;
            orders++;
            if (FirstBreak(history, answers, times) is not { } at) return true;
            if (best is null || at >= best.Order.Length) best = new(orders, [.. at < _order.Count ? _order.Take(at + 1) : _order.Append(_fatal)], _break.Allowed, _break.Because);
            best = best with { Orders = orders };
            return false;
        }

        // The next call of a thread, when it began and no other that is left ended before that. One that did not end may have happened, or not.
        bool Takes(int thread)
        {
            if (Left(thread) is not { } span) return false;
            for (var t = 0; t < next.Length; t++)
                if (t != thread && Left(t) is { } other && other.Ended < span.Began) return false;
            return true;
        }

        (int Began, int Ended)? Left(int thread) => next[thread] < threads.StepsOf(thread).End && next[thread] != _fatal && times[next[thread]].Began != IConcurrentDevice.Never ? times[next[thread]] : null;
    }

    /// <returns>the first place in the order whose answer does not fit; null: all do</returns>
    private int? FirstBreak(History history, Outcome[] answers, (int Began, int Ended)[] times)
    {
        var ordered = new History(history.Geometry, [.. _order.Select(i => history.Operations[i])]);
        var given = _order.Select(i => answers[i]).ToArray();
        _break = (int.MaxValue, "", "");
        if (_judge is not null)
        {
            _judge.Judge(ordered, given, this);
            return _break.Step == int.MaxValue ? null : _break.Step;
        }
        if (_expected.Length < given.Length) _expected = new Outcome[given.Length];
        // How far it came before it fell is not seen, and others may have met what it did.
        if (_fatal >= 0) return Falls(history, answers, times) ? null : _order.Count;
        _model!.Run(ordered, _expected);
        for (var i = 0; i < given.Length; i++)
        {
            var expected = _expected[i].Kind == OutcomeKind.Answered ? _expected[i].Restrict(Compared) : _expected[i];
            if (times[_order[i]].Ended == IConcurrentDevice.Never) continue;
            if (given[i].Kind == expected.Kind && given[i].Agrees(expected)) continue;
            _break = (i, expected.ToString(), $"the model of nd_pmem {profile.Name} answers that");
            return i;
        }
        return null;
    }

    /// <summary>The call that took the machine down does so in the model, at some place of the order that it may have come at.</summary>
    private bool Falls(History history, Outcome[] answers, (int Began, int Ended)[] times)
    {
        var first = _order.FindLastIndex(i => times[i].Ended < times[_fatal].Began) + 1;
        for (var place = first; place <= _order.Count; place++)
        {
            var prefix = new History(history.Geometry, [.. _order.Take(place).Append(_fatal).Select(i => history.Operations[i])]);
            if (_expected.Length < prefix.Operations.Length) _expected = new Outcome[prefix.Operations.Length];
            _model!.Run(prefix, _expected);
            if (_expected[place].Kind == OutcomeKind.Answered && _expected[place][Aspect.Fault] == answers[_fatal][Aspect.Fault]) return true;
        }
        _break = (_order.Count, "an answer", $"the model of nd_pmem {profile.Name} does not fall there");
        return false;
    }

    void IJudgementSink.Add(int step, Clause clause, in Judgement judgement, InputClasses classes)
    {
        if (judgement.Verdict == Verdict.Broken && step < _break.Step && !isKnown(clause.Id, classes, judgement.Got)) _break = (step, judgement.Allowed, $"{clause.Id}: {judgement.Because}");
    }
}
