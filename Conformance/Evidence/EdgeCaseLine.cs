using System.Collections.Immutable;

namespace Conformance.Evidence;

/// <summary>What a running kernel answered to one named edge case, one text an operation as reports write it.</summary>
public sealed record EdgeCaseLine(string Kernel, string Release, string Driver, string Case, ImmutableArray<string> Answers);
