using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// A table behind the sequence lock of struct badblocks (block/badblocks.c): one writer at a time, and a reader that was overtaken by one
/// reads again. What it read meanwhile may be out of order, and nobody is told.
/// </summary>
/// <param name="table">what is locked</param>
/// <param name="turns">who runs</param>
internal class LockedTable(Badblocks table, Turns turns) : Badblocks
{
    private bool _held;

    /// <summary>Sections of writers that began or ended.</summary>
    private int _sequence;

    /// <summary>The kernel reads the count without the lock, and never leaves one of 0 for a moment; the tables here may.</summary>
    public override int Count => Read(() => table.Count);

    public override IReadOnlyList<BadRange> Records => table.Records;

    protected Badblocks Table => table;

    protected Turns Turns => turns;

    public override void Empty(int pageSize)
    {
        _held = false;
        table.Interrupted = turns.Point;
        table.Empty(pageSize);
    }

    public override long Set(ulong start, ulong sectors, bool acknowledged) => Write(() => table.Set(start, sectors, acknowledged));

    public override long Clear(ulong start, ulong sectors) => Write(() => table.Clear(start, sectors));

    public override long Check(ulong start, ulong sectors, out BadRecord bad)
    {
        var (found, met) = Read(() => (table.Check(start, sectors, out BadRecord b), b));
        bad = met;
        return found;
    }

    public override long Check(ulong start, ulong sectors, out (ulong FirstBad, ulong BadSectors)? written)
    {
        (var found, written) = Read(() => (table.Check(start, sectors, out (ulong, ulong)? w), w));
        return found;
    }

    public override ulong TableDigest() => table.TableDigest();

    /// <summary>Leaves a writer's section open.</summary>
    protected void Keep() => _held = true;

    protected virtual long Write(Func<long> change)
    {
        turns.Until(() => !_held);
        _held = true;
        _sequence++;
        try
        {
            return change();
        }
        finally
        {
            _sequence++;
            _held = false;
        }
    }

    protected virtual T Read<T>(Func<T> look)
    {
        while (true)
        {
            turns.Until(() => !_held);
            var sequence = _sequence;
            try
            {
                if (look() is var seen && sequence == _sequence) return seen;
            }
            catch (FaultException) when (sequence != _sequence)
            {
                // A walk over what is just being changed need not end.
            }
        }
    }
}
