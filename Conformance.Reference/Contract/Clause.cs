using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>
/// One thing that a DAX provider owes its callers. Its sentence, source and level stand in models/contract under the same id. A call that
/// did not come back is only judged by those that speak of coming back.
/// </summary>
public abstract class Clause(string id, params ReadOnlySpan<OpCode> concerns)
{
    /// <summary>The family's two letters and a number: "DA-01".</summary>
    public string Id { get; } = id;

    /// <summary>The type's name: the sentence, its words joined by "_".</summary>
    public string Name => GetType().Name;

    /// <summary>The operations this clause speaks of.</summary>
    public ImmutableArray<OpCode> Concerns { get; } = [.. concerns];

    /// <summary>Judges one step against the state before it; keeps nothing.</summary>
    public Judgement Judge(Step step) => step.Faulted ? JudgeFault(step) : JudgeAnswer(step);

    public override string ToString() => $"{Id} {Name.Replace('_', ' ')}";

    /// <summary>The call answered, or nothing was seen of it.</summary>
    protected abstract Judgement JudgeAnswer(Step step);

    /// <summary>The call did not come back to its caller.</summary>
    protected virtual Judgement JudgeFault(Step step) => Judgement.NotApplicable;

    protected static Judgement NotApplicable => Judgement.NotApplicable;

    protected static Judgement Held => Judgement.Held;

    protected static Judgement NotObservable => Judgement.NotObservable;

    /// <summary>Judges by this errno alone.</summary>
    protected static Judgement Answers(Step step, int errno, string because)
    {
        if (step.Sees(Aspect.Result) && step.Result == -errno) return Held;
        return step.Faulted || step.Sees(Aspect.Result) || step.Success > 0 ? Judgement.Broken(step.Got(), Text.Error(errno), because) : NotObservable;
    }

    /// <summary>Judges by either errno.</summary>
    protected static Judgement Answers(Step step, int errno, int other, string because)
    {
        if (step.Sees(Aspect.Result) && (step.Result == -errno || step.Result == -other)) return Held;
        return step.Faulted || step.Sees(Aspect.Result) || step.Success > 0
            ? Judgement.Broken(step.Got(), $"{Text.Error(errno)} or {Text.Error(other)}", because) : NotObservable;
    }
}
