namespace Conformance.RealDevice.Lab;

/// <summary>How long a host waits for a guest.</summary>
public sealed record GuestLimits
{
    /// <summary>From QEMU's start to HELLO.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>
    /// Without an answer, and without a new operation in the journal. The probe's guard ends a livelock within a second, its watchdog
    /// (patience= in lab/guest/init) any other hang after 8, the guest's hardware watchdog (lab/probe/relay.c) what even that does not
    /// survive after 14: this is for a guest whose watchdogs failed.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
}
