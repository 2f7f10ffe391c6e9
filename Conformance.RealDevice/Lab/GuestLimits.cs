namespace Conformance.RealDevice.Lab;

/// <summary>How long a host waits for a guest.</summary>
public sealed record GuestLimits
{
    /// <summary>From QEMU's start to HELLO.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Without an answer, and without a new operation in the journal. The probe itself ends a livelock within a second.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(20);
}
