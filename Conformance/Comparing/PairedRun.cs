using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Comparing;

/// <summary>
/// Asks two targets the same cases. A device of fixed size makes the other, if it takes any geometry, be like it; two of different sizes
/// cannot be asked the same and are only judged.
/// </summary>
public sealed class PairedRun(CheckOptions a, CheckOptions b, ModelSet models)
{
    private const int MaxErrors = 16;

    /// <summary>Groups of answers of which both sides are allowed, whose example is shrunk: those that a report shows in full.</summary>
    public int Shrunk { get; init; } = 24;

    private readonly List<string> _errors = [];
    private readonly Dictionary<(string Clause, bool OnA), History> _shows = [];
    private long _done;

    /// <summary>Cases finished, and all of them, for progress.</summary>
    public long Done => Volatile.Read(ref _done);

    public long Count { get; private set; }

    /// <summary>Whether both can be asked the same cases.</summary>
    public static bool AreAlike(TargetDescription a, TargetDescription b) => a.Fixed is null || b.Fixed is null || a.Fixed with { Bad = [] } == b.Fixed with { Bad = [] };

    /// <exception cref="TargetException">a device cannot be opened</exception>
    /// <exception cref="OperationCanceledException">interrupted</exception>
    public Comparison Run(CancellationToken cancel)
    {
        var common = Common(a.Target.Description, b.Target.Description);
        var (left, right) = (Like(a, common), Like(b, common));
        var plan = new CasePlan(left with { Target = new Described(a.Target, common) }, models, right.Profile.Name);
        Count = plan.Count;
        using var examinerA = new Examiner(left, models);
        using var examinerB = new Examiner(right, models);
        var answers = new AnswerComparison(left.Profile, right.Profile);
        for (var first = 0L; first < plan.Count && _errors.Count <= MaxErrors; first += Checker.BlockSize)
        {
            cancel.ThrowIfCancellationRequested();
            RunBlock(plan, first, examinerA, examinerB, answers, cancel);
        }
        cancel.ThrowIfCancellationRequested();
        // Whatever is searched from here on goes into the examiners' own tallies.
        var (talliesA, talliesB) = (Copy(examinerA), Copy(examinerB));
        var (sideA, sideB) = (Side(left, plan, talliesA, examinerA), Side(right, plan, talliesB, examinerB));
        var search = new DifferenceSearch(examinerA, examinerB, answers);
        return new()
        {
            A = sideA,
            B = sideB,
            Cases = answers.Cases,
            Differing = answers.Differing,
            Clauses = [.. Comparer.Clauses(sideA, sideB, models).Select(d => Smallest(d, search, examinerA, examinerB)).OrderBy(d => d.Kind).ThenBy(d => d.Id, StringComparer.Ordinal)],
            Groups = Smallest(answers.Groups, search),
            Errors = [.. _errors],
        };
    }

    private void RunBlock(CasePlan plan, long first, Examiner examinerA, Examiner examinerB, AnswerComparison answers, CancellationToken cancel)
    {
        var histories = new History[Math.Min(plan.Count - first, Checker.BlockSize)];
        for (var i = 0; i < histories.Length; i++) histories[i] = plan.HistoryAt(first + i);
        var (ofA, ofB) = (new Asked[histories.Length], new Asked[histories.Length]);
        // Two devices, a thread each: what comes out does not depend on which is first.
        Parallel.Invoke(() => Ask(examinerA, a.Target.Description.Name, first, histories, ofA, cancel), () => Ask(examinerB, b.Target.Description.Name, first, histories, ofB, cancel));
        for (var i = 0; i < histories.Length; i++)
            if (ofA[i] is { } left && ofB[i] is { } right)
            {
                answers.Add(histories[i], left.Answers, right.Answers);
                Note(histories[i], left, right, onA: true);
                Note(histories[i], right, left, onA: false);
            }
        Interlocked.Add(ref _done, histories.Length);
    }

    /// <summary>The first case in which one breaks a clause and the other, whose answer was seen, does not.</summary>
    private void Note(History history, Asked breaks, Asked keeps, bool onA)
    {
        foreach (var (clause, step) in breaks.Breaks)
            if (keeps.Answers[step].Kind == OutcomeKind.Answered && !keeps.Breaks.Exists(b => b.Clause == clause)) _shows.TryAdd((clause, onA), history);
    }

    private void Ask(Examiner examiner, string name, long first, History[] histories, Asked[] asked, CancellationToken cancel)
    {
        examiner.Announce(histories);
        for (var i = 0; i < histories.Length && !cancel.IsCancellationRequested; i++)
            try
            {
                var breaks = new List<(string, int)>();
                examiner.Examine(first + i, histories[i], o => breaks.Add((o.Clause, o.Step)));
                asked[i] = new([.. examiner.LastAnswers], breaks);
            }
            catch (TargetException e)
            {
                lock (_errors) _errors.Add($"{name}: {histories[i]}: {e.Message}");
                if (_errors.Count > MaxErrors) return;
            }
    }

    private static ImmutableSortedDictionary<string, Tally> Copy(Examiner examiner) => examiner.Tallies.ToImmutableSortedDictionary(t => t.Key, t =>
    {
        var copy = new Tally();
        copy.Add(t.Value);
        return copy;
    }, StringComparer.Ordinal);

    private DiffSide Side(CheckOptions options, CasePlan plan, ImmutableSortedDictionary<string, Tally> tallies, Examiner examiner)
    {
        var conclusions = new Conclusions(options, models, plan);
        var clauses = Conclusions.Settle([.. tallies.Where(t => options.Selects(t.Key)).Select(t => conclusions.Conclude(t.Key, t.Value, examiner)).OfType<ClauseResult>()]);
        return new()
        {
            Target = options.Target.Description.Name,
            Title = options.Target.Description.Title,
            Profile = options.Profile.Name,
            Name = options.Target.Description.Name,
            Clauses = clauses.Select(c => new SideClause(c.Id, c.Status, [.. c.Tally.Waived.Keys], [.. c.Tally.Values.Keys], Break(c))).ToImmutableSortedDictionary(c => c.Id, c => c, StringComparer.Ordinal),
        };
    }

    private SideBreak? Break(ClauseResult clause) => clause.Finding is { } finding ? new(finding.Smallest, finding.Observed.Got, finding.Observed.Allowed)
        : models.Waivers.FirstOrDefault(w => clause.Tally.Waived.ContainsKey(w.Id)) is { } waiver ? new(HistoryText.ParseHistory(waiver.Counterexample), "", "") : null;

    /// <summary>
    /// A clause that one side keeps: the smallest history with which the other breaks it and this one does not. Where nothing that breaks
    /// it can be seen on this side, nothing can be compared.
    /// </summary>
    private ClauseDifference Smallest(ClauseDifference difference, DifferenceSearch search, Examiner examinerA, Examiner examinerB)
    {
        if (difference.Kind != ClauseDifferenceKind.OneBreaks) return difference;
        var onA = difference.A!.Breaks;
        if (!_shows.TryGetValue((difference.Id, onA), out var history)) return difference with { Kind = ClauseDifferenceKind.OneSided };
        var (breaks, keeps) = onA ? (examinerA, examinerB) : (examinerB, examinerA);
        return search.Shrink(difference.Id, history, breaks, keeps) is var (smallest, got, allowed) ? difference with { Example = smallest, Got = got, Allowed = allowed } : difference;
    }

    private ImmutableArray<DifferenceGroup> Smallest(ImmutableArray<DifferenceGroup> groups, DifferenceSearch search)
    {
        var shown = groups.Where(g => g.Key.BothAllowed).Take(Shrunk).Select(g => g.Key).ToHashSet();
        return [.. groups.Select(g => shown.Contains(g.Key) ? search.Shrink(g) : g)];
    }

    private static CheckOptions Like(CheckOptions options, TargetDescription common) => options with
    {
        Oracle = Oracle.Contract,
        Target = new Described(options.Target, options.Target.Description with { Fixed = common.Fixed, PageShifts = common.PageShifts }),
    };

    private static TargetDescription Common(TargetDescription a, TargetDescription b)
    {
        var one = a.Fixed is null && b.Fixed is not null ? b : a;
        ImmutableArray<int> shifts = [.. a.PageShifts.Intersect(b.PageShifts)];
        return one with
        {
            PageShifts = shifts.IsEmpty ? one.PageShifts : shifts,
            TakesPoison = a.TakesPoison && b.TakesPoison,
            Observes = code => a.Observes(code) | b.Observes(code),
        };
    }

    private sealed record Asked(Outcome[] Answers, List<(string Clause, int Step)> Breaks);

    private sealed class Described(ITarget inner, TargetDescription description) : ITarget
    {
        public TargetDescription Description => description;

        public IDeviceUnderTest Open() => inner.Open();

        public void Dispose()
        {
        }
    }
}
