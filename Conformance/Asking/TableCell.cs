using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>The exact model's answer in one cell of a table.</summary>
/// <param name="Pgoff">the row</param>
/// <param name="NrPages">the column</param>
/// <param name="Answer">the model's answer</param>
/// <param name="Broken">ids of the clauses that forbid it; empty: the contract allows it</param>
/// <param name="Allowed">where it is forbidden: what the contract allows instead</param>
public sealed record TableCell(ulong Pgoff, long NrPages, Outcome Answer, string Broken, string Allowed)
{
    public string Text => Answer.Kind != OutcomeKind.Answered ? "n/a" : Answer[Aspect.Fault] != 0 ? Answer.Text(Aspect.Fault)
        : Answer.Result < 0 ? Errno.Text(Answer.Result) : AnswerList.Number((ulong)Answer.Result);
}
