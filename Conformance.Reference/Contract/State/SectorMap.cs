namespace Conformance.Reference.Contract.State;

/// <summary>
/// The recorded poison as an abstract map from every sector to what its record may be. It knows nothing of records, merging or
/// order: only what was set and cleared, and what the answers say.
/// </summary>
public sealed class SectorMap
{
    private struct Segment
    {
        public ulong Start;
        public SectorState State;
        public int Step;
    }

    private Segment[] _segments = new Segment[16];
    private int _count;

    public SectorMap() => Reset();

    /// <summary>No sector may be bad.</summary>
    public bool NoneBad
    {
        get
        {
            for (var i = 0; i < _count; i++)
                if ((_segments[i].State & SectorState.Bad) != 0) return false;
            return true;
        }
    }

    public void Reset()
    {
        _segments[0] = new() { Start = 0, State = SectorState.Clean, Step = -1 };
        _count = 1;
    }

    /// <summary>The sectors from first to last (inclusive) are in this state.</summary>
    public void Put(ulong first, ulong last, SectorState state, int step)
    {
        var (from, to) = Cut(first, last);
        for (var i = from; i < to; i++) (_segments[i].State, _segments[i].Step) = (state, step);
    }

    /// <summary>The sectors may also be in these states.</summary>
    public void Allow(ulong first, ulong last, SectorState also, int step)
    {
        var (from, to) = Cut(first, last);
        for (var i = from; i < to; i++)
            if ((_segments[i].State | also) != _segments[i].State) (_segments[i].State, _segments[i].Step) = (_segments[i].State | also, step);
    }

    /// <summary>The sectors are recorded as unacknowledged; what was acknowledged may stay so.</summary>
    public void PutUnacknowledged(ulong first, ulong last, int step)
    {
        var (from, to) = Cut(first, last);
        for (var i = from; i < to; i++)
            (_segments[i].State, _segments[i].Step) = (SectorState.Unacknowledged | _segments[i].State & SectorState.Acknowledged, step);
    }

    /// <summary>An answer said that the sectors are in one of these states. Where that cannot be, nothing is known of them from now on.</summary>
    public void Believe(ulong first, ulong last, SectorState states, int step)
    {
        var (from, to) = Cut(first, last);
        for (var i = from; i < to; i++)
        {
            var both = _segments[i].State & states;
            if (both == SectorState.None) (_segments[i].State, _segments[i].Step) = (SectorState.Unknown, step);
            else _segments[i].State = both;
        }
    }

    /// <summary>What is known of the sectors from first to last, inclusive.</summary>
    public RangeState Look(ulong first, ulong last)
    {
        var i = 0;
        while (i + 1 < _count && _segments[i + 1].Start <= first) i++;
        var any = SectorState.None;
        var (someBad, unacknowledged, inStretch, stretches, firstBad, firstStep, change) = (false, false, false, 0, 0UL, -1, -1);
        for (; i < _count && _segments[i].Start <= last; i++)
        {
            ref readonly var segment = ref _segments[i];
            any |= segment.State;
            change = Math.Max(change, segment.Step);
            unacknowledged |= segment.State == SectorState.Unacknowledged;
            var bad = (segment.State & SectorState.Clean) == 0;
            if (bad && !inStretch) stretches++;
            if (bad && !someBad) (someBad, firstBad, firstStep) = (true, Math.Max(first, segment.Start), segment.Step);
            inStretch = bad;
        }
        return new()
        {
            Any = any,
            SomeBad = someBad,
            SomeUnacknowledged = unacknowledged,
            FirstBad = firstBad,
            FirstBadStep = firstStep,
            Stretches = stretches,
            LastChange = change,
        };
    }

    /// <summary>The first sector of a range that is not recorded bad, for certain.</summary>
    public bool HasClean(ulong first, ulong last, out ulong sector)
    {
        sector = 0;
        for (var i = 0; i < _count && _segments[i].Start <= last; i++)
        {
            if (_segments[i].State != SectorState.Clean || i + 1 < _count && _segments[i + 1].Start <= first) continue;
            sector = Math.Max(first, _segments[i].Start);
            return true;
        }
        return false;
    }

    private (int From, int To) Cut(ulong first, ulong last)
    {
        var from = CutAt(first);
        return (from, last == ulong.MaxValue ? _count : CutAt(last + 1));
    }

    /// <summary>The index of the segment that starts at a sector; made when there is none.</summary>
    private int CutAt(ulong sector)
    {
        var i = _count;
        while (_segments[i - 1].Start > sector) i--;
        if (_segments[i - 1].Start == sector) return i - 1;
        if (_count == _segments.Length) Array.Resize(ref _segments, _count * 2);
        Array.Copy(_segments, i, _segments, i + 1, _count - i);
        _segments[i] = _segments[i - 1] with { Start = sector };
        _count++;
        return i;
    }
}
