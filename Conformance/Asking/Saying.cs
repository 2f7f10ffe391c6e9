using Conformance.Reference.Contract;

namespace Conformance.Asking;

/// <summary>What one clause said of one answer.</summary>
public readonly record struct Saying(Clause Clause, Judgement Judgement, InputClasses Classes);
