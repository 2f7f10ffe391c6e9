using Conformance.Reference.Histories;

namespace Conformance.Tests;

/// <summary>What a fake guest does wrong.</summary>
internal sealed class FakeBehaviour
{
    public uint Version { get; init; } = RealDevice.Probe.DaxspecProbe.DAXSPEC_VERSION;

    public Predicate<Operation> IsFatal { get; init; } = _ => false;

    public FakeEnding Ending { get; init; }

    public bool HasJournal { get; init; } = true;

    /// <summary>The journal names no operation of the fatal history.</summary>
    public bool DiesEarly { get; init; }

    /// <summary>A history is answered under another number.</summary>
    public Predicate<History> Lies { get; init; } = _ => false;

    /// <summary>Histories that the room for answers takes.</summary>
    public ulong Room { get; init; } = ulong.MaxValue;

    /// <summary>The kernel log of every operation.</summary>
    public string LogOf { get; init; } = "";

    public ManualResetEvent Gone { get; } = new(false);
}
