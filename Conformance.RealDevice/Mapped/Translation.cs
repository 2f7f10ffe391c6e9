namespace Conformance.RealDevice.Mapped;

/// <summary>The output parameters of direct_access: which of them the caller passes, and what was written.</summary>
internal struct Translation
{
    /// <summary>The caller passes a kaddr pointer, not NULL.</summary>
    public bool WantsKaddr;

    /// <summary>The caller passes a pfn pointer, not NULL.</summary>
    public bool WantsPfn;

    /// <summary>What was asked for was written; otherwise it is as the caller left it.</summary>
    public bool Written;

    /// <summary>*kaddr: an address in mapping 0.</summary>
    public ulong Kaddr;

    /// <summary>*pfn in pages.</summary>
    public ulong Pfn;
}
