namespace Conformance.CommandLine;

/// <summary>What "daxspec diff" was asked for.</summary>
internal sealed record DiffRequest(string A, string B, string? Profile, ulong Seed, int? Cases, int SweepStep, string? WriteTo);
