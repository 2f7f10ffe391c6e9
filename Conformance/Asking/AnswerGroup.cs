namespace Conformance.Asking;

/// <summary>Answers that the contract treats alike.</summary>
/// <param name="Answers">the answers, compactly: "0, 4..5, every errno"</param>
/// <param name="Variant">what is particular about them beside the result; empty: nothing</param>
/// <param name="Clauses">ids of the clauses that forbid them; empty: allowed</param>
/// <param name="Because">what the first of these clauses allows, and why; empty: allowed</param>
public sealed record AnswerGroup(string Answers, string Variant, string Clauses, string Because);
