namespace Conformance.Reference.Contract;

/// <summary>Takes every judgement of a history other than <see cref="Verdict.NotApplicable"/>, in order of steps and clauses.</summary>
public interface IJudgementSink
{
    /// <param name="step">index of the operation in its history</param>
    /// <param name="clause">who judged</param>
    /// <param name="judgement">what it said</param>
    /// <param name="classes">the input classes of the step, for coverage and for waivers</param>
    void Add(int step, Clause clause, in Judgement judgement, InputClasses classes);
}
