namespace Conformance.Reference.Contract.State;

/// <summary>What is known of a range of sectors.</summary>
public readonly record struct RangeState
{
    /// <summary>Every state that some sector of the range may be in.</summary>
    public SectorState Any { get; init; }

    /// <summary>Some sector is recorded bad for certain.</summary>
    public bool SomeBad { get; init; }

    /// <summary>Some sector is recorded bad and unacknowledged for certain.</summary>
    public bool SomeUnacknowledged { get; init; }

    /// <summary>The first sector that is bad for certain; meaningful with <see cref="SomeBad"/>.</summary>
    public ulong FirstBad { get; init; }

    /// <summary>The step that recorded it, -1 for the device description.</summary>
    public int FirstBadStep { get; init; }

    /// <summary>Stretches of sectors that are bad for certain.</summary>
    public int Stretches { get; init; }

    /// <summary>The last step that changed a sector of the range; -1: none did.</summary>
    public int LastChange { get; init; }

    /// <summary>No sector is recorded bad, for certain.</summary>
    public bool AllClean => (Any & SectorState.Bad) == 0;
}
