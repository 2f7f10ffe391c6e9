using System.Collections.Immutable;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Repro;

/// <summary>Finds what the contract allows at a step by asking its judge about every errno and the counts at the edges.</summary>
internal sealed class Expectations(Profile profile, History history, ReadOnlyMemory<Outcome> answers) : IJudgementSink
{
    private static readonly ImmutableArray<int> Codes = [0, (int)SignalCode.BUS_ADRERR, (int)SignalCode.BUS_MCEERR_AR];

    private readonly ContractJudge _judge = new(profile);
    private int _step;
    private bool _broken;

    /// <param name="step">the operation</param>
    /// <param name="edges">counts at which what is allowed may change, beside small ones</param>
    public Expectation Of(int step, IReadOnlyList<ulong> edges)
    {
        int[] errnos = [.. Enumerable.Range(1, Errno.MAX_ERRNO).Where(e => Allows(step, -e))];
        var most = errnos.Length > Errno.MAX_ERRNO / 2;
        ulong[] counts = [.. edges.Concat(Enumerable.Range(1, 16).Select(i => (ulong)i)).Where(v => v is > 0 and <= long.MaxValue).Distinct().Order().Where(v => Allows(step, (long)v))];
        return new()
        {
            OtherErrnos = most,
            Errnos = [.. most ? Enumerable.Range(1, Errno.MAX_ERRNO).Except(errnos) : errnos],
            Zero = Allows(step, 0),
            Counts = counts.Length == 0 ? null : (counts[0], Allows(step, long.MaxValue) ? ulong.MaxValue : counts[^1]),
        };
    }

    /// <summary>The si_codes of SIGBUS, 0 for none, that a touch may raise.</summary>
    public ImmutableArray<int> Signals(int step) =>
        [.. Codes.Where(code => Allows(step, new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, code == 0 ? 0UL : 1).Set(Aspect.Signal, (ulong)code)))];

    private bool Allows(int step, long result) => Allows(step, Outcome.Of(result));

    private bool Allows(int step, Outcome answer)
    {
        (_step, _broken) = (step, false);
        var outcomes = answers.Span[..(step + 1)].ToArray();
        outcomes[step] = answer;
        _judge.Judge(history with { Operations = history.Operations[..(step + 1)] }, outcomes, this);
        return !_broken;
    }

    /// <inheritdoc/>
    public void Add(int step, Clause clause, in Judgement judgement, InputClasses classes) => _broken |= step == _step && judgement.Verdict == Verdict.Broken;
}
