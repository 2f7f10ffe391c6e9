namespace Conformance.RealDevice.Plugins;

/// <summary>The output parameters of direct_access. What is left null was not written.</summary>
/// <param name="WantsKaddr">the caller asks for kaddr</param>
/// <param name="WantsPfn">the caller asks for pfn</param>
public record struct DirectAccessAnswer(bool WantsKaddr, bool WantsPfn)
{
    /// <summary>Where page pgoff is in memory: bytes from the start of the resource.</summary>
    public ulong? Kaddr { get; set; }

    /// <summary>The page frame of page pgoff.</summary>
    public ulong? Pfn { get; set; }
}
