using System.Runtime.CompilerServices;

namespace Conformance.Reference.Histories;

/// <summary>
/// What one direct_access answered, before anything is touched: a small part of an <see cref="Outcome"/>, for those who ask by the million.
/// </summary>
public struct AccessAnswer : IEquatable<AccessAnswer>
{
    /// <summary>A whole word: answers are compared as bytes, by the thousand, and none of them may be padding.</summary>
    private ulong _bits;

    /// <summary>
    /// Becomes the answer of a call that came back. No constructor: that makes a value aside, and its copy, in one piece, waits until the
    /// parts are there.
    /// </summary>
    /// <param name="result">pages or a negative errno</param>
    /// <param name="kaddrWritten">*kaddr was written</param>
    /// <param name="kaddr">what was written, in bytes from the start of the resource; of no meaning otherwise</param>
    /// <param name="pfnWritten">*pfn was written</param>
    /// <param name="pfn">what was written, in pages; of no meaning otherwise</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Become(long result, bool kaddrWritten, ulong kaddr, bool pfnWritten, ulong pfn)
    {
        Result = result;
        Kaddr = kaddrWritten ? kaddr : 0;
        Pfn = pfnWritten ? pfn : 0;
        _bits = (kaddrWritten ? 1UL : 0) | (pfnWritten ? 2UL : 0);
    }

    /// <summary>Pages or a negative errno.</summary>
    public long Result { get; set; }

    /// <summary>*kaddr in bytes from the start of the resource; 0 where nothing was written.</summary>
    public ulong Kaddr { get; set; }

    /// <summary>*pfn in pages; 0 where nothing was written.</summary>
    public ulong Pfn { get; set; }

    /// <summary>*kaddr was written.</summary>
    public bool KaddrWritten
    {
        readonly get => (_bits & 1) != 0;
        set => _bits = _bits & ~1UL | (value ? 1UL : 0);
    }

    /// <summary>*pfn was written.</summary>
    public bool PfnWritten
    {
        readonly get => (_bits & 2) != 0;
        set => _bits = _bits & ~2UL | (value ? 2UL : 0);
    }

    /// <summary>The generation has no such call; the rest is 0 then.</summary>
    public bool NotSupported
    {
        readonly get => (_bits & 4) != 0;
        set => _bits = _bits & ~4UL | (value ? 4UL : 0);
    }

    /// <summary>The call did not come back; the rest is 0 then.</summary>
    public Fault Fault
    {
        readonly get => (Fault)(_bits >> 8);
        set => _bits = _bits & 0xff | (ulong)value << 8;
    }

    /// <summary>The part of a whole outcome.</summary>
    public static AccessAnswer Of(in Outcome outcome) => new()
    {
        Result = outcome.Result,
        Kaddr = outcome[Aspect.Kaddr],
        Pfn = outcome[Aspect.Pfn],
        KaddrWritten = outcome.Has(Aspect.Kaddr) && !outcome.IsUntouched(Aspect.Kaddr),
        PfnWritten = outcome.Has(Aspect.Pfn) && !outcome.IsUntouched(Aspect.Pfn),
        NotSupported = outcome.Kind == OutcomeKind.NotSupported,
        Fault = (Fault)outcome[Aspect.Fault],
    };

    /// <summary>The outcome of it, without what is seen of the pages.</summary>
    public readonly Outcome ToOutcome(in AccessCall call)
    {
        if (NotSupported) return Outcome.NotSupported;
        if (Fault != Fault.None) return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Fault, (ulong)Fault);
        var outcome = Outcome.Of(Result).Set(Aspect.Fault, (ulong)Fault.None);
        if (call.WantsKaddr) outcome.SetOutput(Aspect.Kaddr, KaddrWritten, Kaddr);
        if (call.WantsPfn) outcome.SetOutput(Aspect.Pfn, PfnWritten, Pfn);
        return outcome;
    }

    public readonly bool Equals(AccessAnswer other) =>
        (unchecked((ulong)(Result ^ other.Result)) | Kaddr ^ other.Kaddr | Pfn ^ other.Pfn | (_bits ^ other._bits)) == 0;

    public override readonly bool Equals(object? obj) => obj is AccessAnswer other && Equals(other);

    public override readonly int GetHashCode() => unchecked((int)(Result * 397 ^ (long)Kaddr ^ (long)Pfn << 16)) ^ unchecked((int)_bits);

    public static bool operator ==(AccessAnswer left, AccessAnswer right) => left.Equals(right);

    public static bool operator !=(AccessAnswer left, AccessAnswer right) => !left.Equals(right);
}
