using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>zero_page_range and recovery_write: every table, every call, and what every page is afterwards.</summary>
/// <param name="pages">of the device</param>
internal sealed class WritesScope(int pages) : Scope("writes", "pages", pages)
{
    private static readonly long[] Clears = [long.MaxValue, 0, 512, -Errno.EIO];
    private static readonly ulong[] Offsets = [0, 512, 4095], Lengths = [0, 1, 512, 4096, 8192];

    /// <summary>Page counts of a zeroing: 0 to 2.</summary>
    private const int Counts = 3;

    private readonly int _calls = (pages + 1) * (Counts + Offsets.Length * Lengths.Length);

    public override string Says => $"a device of {Size} pages, each clean, bad in its first or last sector, or bad and not acknowledged, whose clear command clears all, nothing, 512 bytes or fails; zero_page_range of 0 to 2 pages and recovery_write of {string.Join(", ", Lengths)} bytes at {string.Join(", ", Offsets)} of every page and of the one behind, alive and dead; then each page is translated and loaded";

    public override long Count => Power(PageStates, Size) * Clears.Length * 2 * _calls;

    public override History At(long index)
    {
        var digits = new Digits(index);
        var (dead, clear, call) = (digits.Take(2) != 0, digits.Of<long>(Clears), Call(digits.Take(_calls)));
        var device = Device(Size, ref digits) with { Clear = clear };
        var after = Enumerable.Range(0, Size).SelectMany(p => new[] { Operation.DirectAccess((ulong)p, 1), Operation.Load((ulong)p) });
        return dead ? new(device, [new(OpCode.kill_dax), call, new(OpCode.run_dax), .. after]) : new(device, [call, .. after]);
    }

    private Operation Call(int number)
    {
        var digits = new Digits(number);
        var pgoff = (ulong)digits.Take(Size + 1);
        var form = digits.Take(Counts + Offsets.Length * Lengths.Length);
        if (form < Counts) return Operation.ZeroPageRange(pgoff, form);
        return Operation.RecoveryWrite(pgoff, Offsets[(form - Counts) % Offsets.Length], Lengths[(form - Counts) / Offsets.Length], seed: 7);
    }
}
