using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>An earlier question with its answer.</summary>
/// <param name="Operation">what was asked</param>
/// <param name="Outcome">what was seen of the answer</param>
/// <param name="Epoch">counts what may change such an answer</param>
/// <param name="Step">when it was asked</param>
public readonly record struct AnsweredQuestion(Operation Operation, Outcome Outcome, int Epoch, int Step);
