namespace Conformance.RealDevice.Lab;

/// <summary>How a guest ended.</summary>
public enum GuestStatus
{
    /// <summary>The job ran to its end; its exit code is known.</summary>
    Finished,

    /// <summary>The guest's kernel panicked, or went down without a word.</summary>
    Panicked,

    /// <summary>The job gave no sign of life for too long, or took longer than it may in all.</summary>
    Hung,

    /// <summary>The job never started: QEMU, the kernel, a module, a mount or the device failed before.</summary>
    FailedToBoot,
}
