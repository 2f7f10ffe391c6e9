namespace Conformance.Reference.Histories;

/// <summary>A history and what a device answered, one outcome an operation: all that a judgement needs.</summary>
public sealed record Trace(History History, Outcome[] Outcomes);
