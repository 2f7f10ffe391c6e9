using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>What "daxspec lab surface" was asked for.</summary>
/// <param name="Kernels">the generations to boot, in their order</param>
/// <param name="Drivers">only these; empty: all</param>
/// <param name="Oracle">what to judge by</param>
/// <param name="Seed">of the generated cases</param>
/// <param name="Cases">generated histories a surface</param>
/// <param name="SweepStep">each how many-th case of the edge sweep is run</param>
internal sealed record SurfaceRequest(IReadOnlyList<string> Kernels, IReadOnlyList<string> Drivers, Oracle Oracle, ulong Seed, int Cases, int SweepStep);
