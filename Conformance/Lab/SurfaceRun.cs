using Conformance.CommandLine;

namespace Conformance.Lab;

/// <summary>What became of one surface of one kernel.</summary>
/// <param name="Surface">which</param>
/// <param name="Code">how the check inside ended; null where there was none, or the guest was lost</param>
/// <param name="Reason">why there was none; empty where there was</param>
/// <param name="End">what that means to the caller where there is no code</param>
public sealed record SurfaceRun(Surface Surface, int? Code, string Reason, int End)
{
    /// <summary>This kernel does not have it: no failure.</summary>
    public bool Absent => Code is null && End == ExitCodes.NothingChecked;

    public int ExitCode => Code ?? End;
}
