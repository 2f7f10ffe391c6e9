using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>direct_access: every table, every call.</summary>
/// <param name="pages">of the device</param>
internal sealed class DirectAccessScope(int pages) : Scope("direct-access", "pages", pages)
{
    /// <summary>The wrapper on a live device, on a dead one, the member.</summary>
    private const int Forms = 3;

    private readonly ulong[] _pgoffs = [.. Enumerable.Range(0, pages + 2).Select(p => (ulong)p), 1UL << 52, ulong.MaxValue];
    private readonly long[] _counts = [-1, .. Enumerable.Range(0, pages + 2), 1L << 29, long.MaxValue];

    public override string Says => $"a device of {Size} pages, each clean, bad in its first or last sector, or bad and not acknowledged; dax_direct_access alive and dead, and the member; every pgoff to 1 behind the end, 2^52 and 2^64 - 1; nr_pages -1 to {Size + 1}, 2^29 and 2^63 - 1; both modes; all outputs";

    public override long Count => Power(PageStates, Size) * Forms * 2 * 4 * _pgoffs.Length * _counts.Length;

    public override History At(long index)
    {
        var digits = new Digits(index);
        var (form, mode, outputs) = (digits.Take(Forms), (ulong)digits.Take(2), (ulong)digits.Take(4));
        var (pgoff, count) = (digits.Of<ulong>(_pgoffs), digits.Of<long>(_counts));
        var device = Device(Size, ref digits);
        var call = new Operation(form == 2 ? OpCode.pmem_dax_direct_access : OpCode.dax_direct_access, pgoff, unchecked((ulong)count), mode, outputs & 1, outputs >> 1);
        return form == 1 ? new(device, [new(OpCode.kill_dax), call]) : new(device, [call]);
    }
}
