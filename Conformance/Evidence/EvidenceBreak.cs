namespace Conformance.Evidence;

/// <summary>The smallest counterexample of a clause that no known deviation explains.</summary>
public sealed record EvidenceBreak(string History, string Token, string Got, string Allowed, string Because);
