namespace Conformance.Reference.Histories;

/// <summary>The arguments of one direct_access.</summary>
/// <param name="Wrapper">dax_direct_access; else the driver's member</param>
/// <param name="Pgoff">pages from the start of the data area</param>
/// <param name="NrPages">pages asked for</param>
/// <param name="Mode">the pattern that the caller passes for enum dax_access_mode</param>
/// <param name="WantsKaddr">the caller passes a kaddr pointer, not NULL</param>
/// <param name="WantsPfn">the caller passes a pfn pointer</param>
public readonly record struct AccessCall(bool Wrapper, ulong Pgoff, long NrPages, ulong Mode, bool WantsKaddr, bool WantsPfn)
{
    /// <summary>The arguments of a dax_direct_access or pmem_dax_direct_access.</summary>
    public static AccessCall Of(in Operation operation) =>
        new(operation.Code == OpCode.dax_direct_access, operation[0], operation.Signed(1), operation[2], operation[3] != 0, operation[4] != 0);

    /// <summary>The operation with these arguments.</summary>
    public Operation ToOperation() =>
        new(Wrapper ? OpCode.dax_direct_access : OpCode.pmem_dax_direct_access, Pgoff, unchecked((ulong)NrPages), Mode, WantsKaddr ? 1UL : 0, WantsPfn ? 1UL : 0);
}
