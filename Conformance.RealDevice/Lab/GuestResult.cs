namespace Conformance.RealDevice.Lab;

/// <summary>What became of a <see cref="GuestJob"/>. It makes no statement about conformance.</summary>
/// <param name="Status">How the guest ended.</param>
/// <param name="Reason">The same in a sentence, with what to look at.</param>
/// <param name="ExitCode">The job's exit code, for <see cref="GuestStatus.Finished"/>.</param>
/// <param name="KernelLog">What the kernel said on the console: since the job started, or from the first sign of a panic.</param>
/// <param name="SerialLog">Every line of the serial console, and of QEMU's own error output.</param>
/// <param name="BootTime">From QEMU's start to the job's start; zero when the job never started.</param>
/// <param name="TotalTime">From QEMU's start to its end.</param>
public sealed record GuestResult(
    GuestStatus Status,
    string Reason,
    int? ExitCode,
    IReadOnlyList<string> KernelLog,
    IReadOnlyList<string> SerialLog,
    TimeSpan BootTime,
    TimeSpan TotalTime);
