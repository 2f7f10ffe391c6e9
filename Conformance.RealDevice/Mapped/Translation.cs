namespace Conformance.RealDevice.Mapped;

/// <summary>The output parameters of direct_access: which of them the caller passes, and what was written.</summary>
internal struct Translation
{
    /// <summary>The caller passes a kaddr pointer, not NULL.</summary>
    public bool WantsKaddr;

    /// <summary>The caller passes a pfn pointer, not NULL.</summary>
    public bool WantsPfn;

    /// <summary>*kaddr was written; otherwise it is as the caller left it.</summary>
    public bool KaddrWritten;

    /// <summary>*pfn was written.</summary>
    public bool PfnWritten;

    /// <summary>*kaddr: an address in mapping 0.</summary>
    public ulong Kaddr;

    /// <summary>*pfn in pages.</summary>
    public ulong Pfn;

    /// <summary>Both were written.</summary>
    public bool Written
    {
        set => (KaddrWritten, PfnWritten) = (value, value);
    }
}
