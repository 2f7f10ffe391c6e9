namespace Conformance.Lab;

/// <summary>A line of lab/kernels.</summary>
/// <param name="Name">the generation</param>
/// <param name="Suite">the Debian suite that carries it</param>
/// <param name="Newest">whether it is whatever the suite carries now, not that generation alone</param>
/// <param name="StandsFor">what it stands for</param>
public sealed record KernelEntry(string Name, string Suite, bool Newest, string StandsFor);
