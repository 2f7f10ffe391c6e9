using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conformance.Exhaustive;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>Runs a plan on any number of workers and merges what they saw; the result depends on the answers alone.</summary>
public sealed class Checker(CheckOptions options, ModelSet models)
{
    /// <summary>Cases that a worker takes at once.</summary>
    public const int BlockSize = 512;

    /// <summary>Cases that a lane takes at once.</summary>
    private const int CasesOfALane = 1 << 18;

    /// <summary>Digests of answers at the most: a scope of any size takes no more memory than this many.</summary>
    private const int MaxDigests = 1 << 16;

    /// <summary>Cases that could not be run after which there is no use in going on.</summary>
    private const int MaxErrors = 16;

    private readonly CasePlan _plan = new(options, models);
    private readonly int _blockSize = options.Scope?.Block ?? BlockSize;
    private readonly ConcurrentDictionary<int, KeptCase> _answers = [];
    private ImmutableArray<long> _kept;
    private Journal? _journal;
    private long _done, _equal;

    public CasePlan Plan => _plan;

    /// <summary>Cases finished so far, for progress.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <exception cref="TargetException">the device cannot be opened</exception>
    /// <exception cref="OperationCanceledException">interrupted</exception>
    public RunResult Run(CancellationToken cancel = default)
    {
        _kept = _plan.Kept;
        var blocks = (int)((_plan.Count + _blockSize - 1) / _blockSize);
        var grain = (blocks + MaxDigests - 1) / MaxDigests;
        var digests = new ulong[(blocks + grain - 1) / Math.Max(1, grain)];
        var workers = Math.Clamp(Math.Min(options.Workers, options.Target.Description.MaxWorkers), 1, Math.Max(1, blocks));
        if (options.JournalDirectory is not null) workers = 1;
        using var journal = options.JournalDirectory is { } directory ? new Journal(directory) : null;
        _journal = journal;
        var examiners = new Examiner[workers];
        var errors = new List<(long Case, string Reason)>();
        try
        {
            for (var i = 0; i < workers; i++) examiners[i] = new Examiner(options, models);
            var next = -1;
            (int Number, History[] Histories)? Begin(Examiner examiner)
            {
                var block = Interlocked.Increment(ref next);
                if (block >= blocks) return null;
                var histories = HistoriesOf(block);
                // What is announced is carried out ahead of its turn: then the journal would name another case than the fatal one.
                if (_journal is null) examiner.Announce(histories);
                return (block, histories);
            }
            void Keep(int block, ulong digest)
            {
                if (grain == 1) digests[block] = digest;
                else Interlocked.Add(ref digests[block / grain], Scope.DigestOf(block, digest));
            }
            var known = TranslationLane.Known(options, examiners[0]);
            var blocksOfALane = Math.Max(1, CasesOfALane / _blockSize);
            var stretches = (blocks + blocksOfALane - 1) / blocksOfALane;
            var counts = new TranslationCounts[workers];
            Parallel(workers, w =>
            {
                if (known is not null)
                {
                    using var lane = TranslationLane.Open(known, options, examiners[w]);
                    counts[w] = lane.Counts;
                    // Not from the first case on: the JIT compiles for what it sees first, and the first devices have no poison on record.
                    for (var turn = Interlocked.Increment(ref next); turn < stretches && errors.Count <= MaxErrors && !cancel.IsCancellationRequested; turn = Interlocked.Increment(ref next))
                    {
                        var first = (turn + stretches / 8) % stretches * blocksOfALane;
                        RunStretch(lane, first, Math.Min(blocks, first + blocksOfALane), errors, Keep, cancel);
                    }
                    return;
                }
                for (var block = Begin(examiners[w]); block is not null && errors.Count <= MaxErrors && !cancel.IsCancellationRequested;)
                {
                    // The next one is announced before this one is through, so that no device waits for it.
                    var following = Begin(examiners[w]);
                    Keep(block.Value.Number, RunBlock(examiners[w], block.Value.Number, block.Value.Histories, errors, cancel));
                    block = following;
                }
            });
            cancel.ThrowIfCancellationRequested();
            known?.Settle(counts);
            return Merge(examiners, digests, (long)grain * _blockSize, errors);
        }
        finally
        {
            foreach (var examiner in examiners) examiner?.Dispose();
        }
    }

    private History[] HistoriesOf(int block)
    {
        var first = (long)block * _blockSize;
        var histories = new History[Math.Min(_plan.Count - first, _blockSize)];
        for (var i = 0; i < histories.Length; i++) histories[i] = _plan.HistoryAt(first + i);
        return histories;
    }

    /// <summary>Calls that overlap have clauses of their own; that a driver comes back it owes in any case.</summary>
    private bool IsAsked(string clause) => clause.StartsWith(ClauseCatalog.ConductPrefix, StringComparison.Ordinal)
        || options.Concurrent == clause.StartsWith(ClauseCatalog.ConcurrencyPrefix, StringComparison.Ordinal);

    private void RunStretch(TranslationLane lane, int first, int end, List<(long, string)> errors, Action<int, ulong> keep, CancellationToken cancel)
    {
        try
        {
            lane.Run(first, end, (device, digest) =>
            {
                keep(device, digest);
                Interlocked.Add(ref _done, _blockSize);
            }, cancel);
        }
        catch (TargetException e)
        {
            lock (errors) errors.Add(((long)first * _blockSize, e.Message));
        }
    }

    private ulong RunBlock(Examiner examiner, int block, History[] histories, List<(long, string)> errors, CancellationToken cancel)
    {
        var (digest, sum) = (new Digest(), 0UL);
        var first = (long)block * _blockSize;
        var end = first + histories.Length;
        for (var n = first; n < end && !cancel.IsCancellationRequested; n++)
        {
            try
            {
                var history = histories[n - first];
                _journal?.Begin(_plan.LabelAt(n), new(options.Profile.Name, history));
                var answers = examiner.Examine(n, history);
                if (options.Scope is null) digest.Add(answers);
                else sum += Scope.DigestOf((int)(n - first), answers);
                if (_kept.BinarySearch(n) is >= 0 and var place) _answers[place] = new(_plan.LabelAt(n), history, [.. examiner.LastAnswers]);
                var equal = EqualBehind(examiner, n, end);
                n += equal;
                Interlocked.Add(ref _equal, equal);
                Interlocked.Add(ref _done, equal);
            }
            catch (TargetException e)
            {
                lock (errors) errors.Add((n, e.Message));
                if (errors.Count > MaxErrors) break;
            }
            Interlocked.Increment(ref _done);
        }
        return options.Scope is null ? digest.Value : sum;
    }

    /// <summary>Cases behind this one in its block that are the same up to the call that took the machine down.</summary>
    private long EqualBehind(Examiner examiner, long n, long end)
    {
        if (options.Scope is not { } scope || !examiner.IsOneByOne) return 0;
        var answers = examiner.LastAnswers;
        var call = answers.Length - 1;
        while (call > 0 && answers[call].Kind == OutcomeKind.NotObservable) call--;
        return answers[call][Aspect.Fault] == 0 ? 0 : Math.Min(scope.EndOfAlike(n, call), end) - n - 1;
    }

    private static void Parallel(int workers, Action<int> work)
    {
        if (workers == 1)
        {
            work(0);
            return;
        }
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, workers).Select(w => new Thread(() =>
        {
            try
            {
                work(w);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                lock (failures) failures.Add(e);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failures.Count > 0) throw new AggregateException(failures);
    }

    private RunResult Merge(Examiner[] examiners, ulong[] digests, long casesPerDigest, List<(long Case, string Reason)> errors)
    {
        var tallies = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var (id, tally) in examiners.SelectMany(e => e.Tallies))
        {
            if (!tallies.TryGetValue(id, out var sum)) tallies.Add(id, sum = new Tally());
            sum.Add(tally);
        }
        var judge = new Conclusions(options, models, _plan);
        return new()
        {
            Target = options.Target.Description,
            Profile = options.Profile.Name,
            Oracle = options.Oracle,
            Seed = options.Seed,
            Cases = (_plan.Named, _plan.Swept, _plan.Generated),
            Scope = options.Scope?.Text,
            Equal = _equal,
            Operations = examiners.Sum(e => e.Operations),
            Clauses = Conclusions.Settle([.. tallies.Where(t => options.Selects(t.Key) && IsAsked(t.Key)).Select(t => judge.Conclude(t.Key, t.Value, examiners[0])).OfType<ClauseResult>()]),
            Waivers = judge.Waivers(tallies, examiners[0]),
            Own = new WaiverCourt(options, _plan).Conclude(tallies, examiners[0]),
            Today = options.Waivers.Count > 0 ? options.Today : null,
            // Of what raced a digest says nothing: it is another one each time.
            AnswerDigests = options.Concurrent && options.Target.Description.Races ? [] : [.. digests],
            CasesPerDigest = casesPerDigest,
            Kept = [.. _answers.OrderBy(a => a.Key).Select(a => a.Value)],
            Errors = [.. errors.OrderBy(e => e.Case).Select(e => (_plan.LabelAt(e.Case), e.Reason))],
            Lost = [.. examiners.SelectMany(e => e.Lost)],
            Filter = options.Filter,
        };
    }
}
