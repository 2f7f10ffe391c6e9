using System.Collections.Immutable;

namespace Conformance.Evidence;

/// <summary>A running kernel that was seen to have a finding: on which drivers.</summary>
public sealed record Sighting(string Kernel, string Release, ImmutableArray<string> Drivers);
