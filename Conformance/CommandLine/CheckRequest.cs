using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>What "daxspec check" was asked for.</summary>
internal sealed record CheckRequest(
    string Target,
    string? Profile,
    string? Exact,
    Oracle Oracle,
    ulong Seed,
    int? Cases,
    IReadOnlyList<string> Filter,
    int SweepStep,
    int Parallel,
    DirectoryInfo Out,
    string? WriteTo,
    bool Journal,
    string? ShownAs,
    bool NoGuard,
    bool Json,
    IReadOnlyList<string> Waivers,
    DateOnly Today,
    string? Exhaustive,
    bool Concurrent);
