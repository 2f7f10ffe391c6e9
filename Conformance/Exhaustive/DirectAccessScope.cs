using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>direct_access: every table, every call.</summary>
/// <param name="pages">of the device</param>
internal sealed class DirectAccessScope(int pages) : Scope("direct-access", "pages", pages), ITranslationScope
{
    /// <summary>The wrapper on a live device, on a dead one, the member.</summary>
    private const int Forms = 3;

    private readonly ulong[] _pgoffs = [.. Enumerable.Range(0, pages + 2).Select(p => (ulong)p), 1UL << 52, ulong.MaxValue];
    private readonly long[] _counts = [-1, .. Enumerable.Range(0, pages + 2), 1L << 29, long.MaxValue];

    public override string Says => $"a device of {Size} pages, each clean, bad in its first or last sector, or bad and not acknowledged; dax_direct_access alive and dead, and the member; every pgoff to 1 behind the end, 2^52 and 2^64 - 1; nr_pages -1 to {Size + 1}, 2^29 and 2^63 - 1; both modes; all outputs";

    public override long Count => Power(PageStates, Size) * CallsOfADevice;

    /// <summary>A device.</summary>
    public override int Block => CallsOfADevice;

    public IReadOnlyList<(bool Dead, AccessCall Call)> Calls => [.. Enumerable.Range(0, CallsOfADevice).Select(CallAt)];

    private int CallsOfADevice => Forms * 2 * 4 * _pgoffs.Length * _counts.Length;

    public Geometry DeviceAt(long device)
    {
        var digits = new Digits(device);
        return Device(Size, ref digits);
    }

    public override History At(long index)
    {
        var (device, number) = Math.DivRem(index, CallsOfADevice);
        return HistoryOf(DeviceAt(device), (int)number);
    }

    public History HistoryOf(Geometry device, int call)
    {
        var (dead, access) = CallAt(call);
        return new(device, dead ? [new(OpCode.kill_dax), access.ToOperation()] : [access.ToOperation()]);
    }

    private (bool Dead, AccessCall Call) CallAt(int number)
    {
        var digits = new Digits(number);
        var (form, mode, outputs) = (digits.Take(Forms), (ulong)digits.Take(2), digits.Take(4));
        return (form == 1, new(form != 2, digits.Of<ulong>(_pgoffs), digits.Of<long>(_counts), mode, (outputs & 1) != 0, outputs > 1));
    }
}
