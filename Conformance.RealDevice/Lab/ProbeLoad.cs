namespace Conformance.RealDevice.Lab;

/// <summary>How a guest loads the kernel probe: words of the kernel's command line that lab/guest/init hands on, and a module.</summary>
/// <param name="Guard">the probe ends a call that faults or never returns; false: such a call takes the guest with it</param>
/// <param name="Drill">what each dax_alive does to the guest in place of the call (lab/probe/drill.c), for tests; null: it is called</param>
/// <param name="Module">a module that the guest loads before the probe; null: none</param>
public sealed record ProbeLoad(bool Guard = true, string? Drill = null, OwnModule? Module = null)
{
    /// <summary>Each with a space in front.</summary>
    internal string Words => $"{(Guard ? "" : " daxspec.guard=0")}{(Drill is null ? "" : $" daxspec.drill={Drill}")}";
}
