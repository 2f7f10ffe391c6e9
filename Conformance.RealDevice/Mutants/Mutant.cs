namespace Conformance.RealDevice.Mutants;

/// <summary>A deliberately wrong driver: the mapped one with one bug.</summary>
/// <param name="Name">its name behind "mutant:"</param>
/// <param name="Says">the bug in a sentence</param>
public sealed record Mutant(string Name, string Says);
