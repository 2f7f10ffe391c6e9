using static Conformance.Reference.Block.BadblocksRecord;

namespace Conformance.Reference.Block;

/// <summary>
/// badblocks_set from 6.7 to 6.14. Success means that something was recorded, not that everything was: when the table is
/// full, what does not fit is passed over and the rest of the range is still tried, up to four times.
/// </summary>
internal ref struct RewrittenBadblocks
{
    private const int MaxRetries = 3;

    private readonly BadblocksTable _table;
    private readonly bool _acknowledged;
    private BadblocksWalk _range;
    private int _previous = -1;
    private int _hint = -1;
    private bool _added;
    private bool _wantsSpace;

    private RewrittenBadblocks(BadblocksTable table, BadblocksWalk range, bool acknowledged)
    {
        _table = table;
        _range = range;
        _acknowledged = acknowledged;
    }

    /// <summary>A split or an overwrite leaves the last record free, an off-by-one that 6.15 removed.</summary>
    public static int Usable(BadblocksTable table) => table.Capacity - 1;

    public static BadblocksWalk Walk(BadblocksTable table, ulong start, int sectors) =>
        // A negative int is extended to 64 bits when it becomes the length of the kernel's context.
        new(start, unchecked((ulong)sectors), wide: false, table.Capacity);

    public static int Set(BadblocksTable table, ulong start, int sectors, bool acknowledged)
    {
        if (table.Shift < 0 || sectors == 0)
        {
            return 1;
        }

        var set = new RewrittenBadblocks(table, Walk(table, start, sectors), acknowledged);
        set.Run();
        if (set._added)
        {
            table.NoteSet(acknowledged);
        }

        return set._range.Stuck ? Badblocks.Livelock : set._added ? 0 : 1;
    }

    private void Run()
    {
        BadblocksWalk whole = _range;
        for (int retries = 0; Pass(); retries++)
        {
            _table.JoinWithNext(_previous);
            if (!_wantsSpace || _table.Full || retries == MaxRetries)
            {
                return;
            }

            _wantsSpace = false;
            _range = whole;
        }
    }

    /// <summary>Goes through the range once; false if it gives up, which also leaves the neighbours alone.</summary>
    private bool Pass()
    {
        int? step;
        do
        {
            step = Round();
        }
        while (step.HasValue && _range.Advance(step.Value));

        _table.WarnIf(step.HasValue && _range.Negative);
        return step.HasValue && !_range.Stuck;
    }

    private int? Round()
    {
        if (_table.Count == 0)
        {
            return Insert(0, _range.Left);
        }

        ulong start = _range.At;
        _previous = RangeBadblocks.Find(_table, start, _hint);
        if (_previous < 0)
        {
            return BeforeAll();
        }

        if (RangeBadblocks.JoinWithPrevious(_table, _previous, start))
        {
            return Added(0, _previous);
        }

        if (RangeBadblocks.CanGrow(_table, _previous, start, _acknowledged))
        {
            return Added(RangeBadblocks.Grow(_table, _previous, _range, _acknowledged), _previous);
        }

        if (RangeBadblocks.Covers(_table, _previous, start))
        {
            return Overwrite();
        }

        return _table.Full ? PassOver() : InsertAfter();
    }

    /// <summary>The range starts before all records.</summary>
    private int? BeforeAll()
    {
        BadblocksRecord first = _table[0];
        ulong gap = first.Start - _range.At;
        if (!_table.Full)
        {
            return Added(Insert(0, Math.Min(_range.Left, gap)), 0);
        }

        if (!RangeBadblocks.ReachesInto(_table, 0, _range))
        {
            return null;
        }

        _hint = 0;
        // A step is an int in the kernel.
        int step = _range.StepTo(first.Start);
        if (first.Acknowledged != _acknowledged || first.End - _range.At > MaxLength)
        {
            _wantsSpace = true;
            return step;
        }

        // Without a free record the first one is moved down. The length is wanted below 512 after having been added twice.
        _table[0] = Make(_range.At, first.Length + gap, _acknowledged);
        _table.WarnIf(_table[0].Length + gap >= MaxLength);
        _added = true;
        return step;
    }

    /// <summary>The range starts in a record of the other kind: acknowledge it, or leave it as it is.</summary>
    private int Overwrite()
    {
        int? step = RangeBadblocks.Acknowledge(_table, _previous, _range, _acknowledged, Usable(_table), out _);
        _added |= step.HasValue;
        _hint = _previous;
        return step ?? (int)Math.Min(_range.Left, _table[_previous].End - _range.At);
    }

    /// <summary>There is no room: go on after the next record if the range covers its end, else drop the rest.</summary>
    private int PassOver()
    {
        int next = _previous + 1;
        if (next < _table.Count && RangeBadblocks.ReachesInto(_table, next, _range) && _range.End >= _table[next].End)
        {
            _hint = next;
            return _range.StepTo(_table[next].End);
        }

        _wantsSpace = true;
        _hint = -1;
        return _range.Rest;
    }

    private int InsertAfter()
    {
        int next = _previous + 1;
        bool limited = next < _table.Count && RangeBadblocks.ReachesInto(_table, next, _range);
        ulong length = limited ? Math.Min(_range.Left, _table[next].Start - _range.At) : _range.Left;
        return Added(Insert(next, length), next);
    }

    private int Insert(int index, ulong length)
    {
        _added = true;
        return RangeBadblocks.Insert(_table, index, _range.At, length, _acknowledged);
    }

    private int Added(int step, int hint)
    {
        _added = true;
        _hint = hint;
        return step;
    }
}
