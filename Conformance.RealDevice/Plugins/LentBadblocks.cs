using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// The table that the harness lends a driver: sections in order, none overlapping, of any length and as many as there are, so that no
/// oddity of a kernel's table shows in what the driver answers. An unacknowledged section leaves what is acknowledged.
/// </summary>
/// <param name="trueIsSuccess">what set and clear say, as the generation's do: true (1) since 6.15, 0 before</param>
internal sealed class LentBadblocks(bool trueIsSuccess) : Badblocks, IBadTable
{
    private readonly List<(ulong Start, ulong End, bool Acknowledged)> _sections = [];

    /// <summary>The sections in order.</summary>
    public override IReadOnlyList<BadRange> Records => [.. _sections.Select(s => new BadRange(s.Start, s.End - s.Start, s.Acknowledged))];

    public override int Count => _sections.Count;

    private long Done => trueIsSuccess ? 1 : 0;

    public override void Empty(int pageSize) => _sections.Clear();

    public override long Set(ulong start, ulong sectors, bool acknowledged)
    {
        if (sectors == 0) return trueIsSuccess ? 0 : 1;
        var end = End(start, sectors);
        if (acknowledged)
        {
            Cut(start, end);
            Point();
            Insert(start, end, true);
            return Done;
        }
        var at = start;
        foreach (var section in _sections.Where(s => s.End > start && s.Start < end && s.Acknowledged).ToArray())
        {
            if (section.Start > at) Put(at, section.Start);
            at = Math.Max(at, section.End);
        }
        if (at < end) Put(at, end);
        return Done;
    }

    public override long Clear(ulong start, ulong sectors)
    {
        if (sectors == 0) return trueIsSuccess ? 0 : 1;
        Cut(start, End(start, sectors));
        return Done;
    }

    public override long Check(ulong start, ulong sectors, out BadRecord bad)
    {
        var found = Check(start, sectors, out (ulong FirstBad, ulong)? written);
        bad = written is { } met ? BadRecord.Pack(met.FirstBad, 1, found == 1) : default;
        return found;
    }

    public override long Check(ulong sector, ulong sectors, out (ulong FirstBad, ulong BadSectors)? written)
    {
        written = null;
        var (found, end) = (0, End(sector, sectors));
        for (var i = 0; i < _sections.Count; i++)
        {
            var section = _sections[i];
            if (section.Start >= end) break;
            if (section.End <= sector) continue;
            if (found == 0) written = (section.Start, section.End - section.Start);
            if (found != -1) found = section.Acknowledged ? 1 : -1;
            Point();
        }
        return found;
    }

    void IBadTable.Set(ulong sector, ulong sectors, bool acknowledged) => Set(sector, sectors, acknowledged);

    void IBadTable.Clear(ulong sector, ulong sectors) => Clear(sector, sectors);

    public override ulong TableDigest()
    {
        var digest = new Digest();
        foreach (var section in _sections) Observation.AddRecord(ref digest, section.Start, section.End - section.Start, section.Acknowledged);
        return digest.Value;
    }

    private static ulong End(ulong start, ulong sectors) => sectors > ulong.MaxValue - start ? ulong.MaxValue : start + sectors;

    /// <summary>Unacknowledged where nothing acknowledged is.</summary>
    private void Put(ulong start, ulong end)
    {
        Cut(start, end);
        Point();
        Insert(start, end, false);
    }

    /// <summary>A section where there is none, joined with what touches it and is like it.</summary>
    private void Insert(ulong start, ulong end, bool acknowledged)
    {
        var at = _sections.FindIndex(s => s.Start >= start);
        if (at < 0) at = _sections.Count;
        if (at < _sections.Count && _sections[at].Start == end && _sections[at].Acknowledged == acknowledged)
        {
            end = _sections[at].End;
            _sections.RemoveAt(at);
        }
        if (at > 0 && _sections[at - 1].End == start && _sections[at - 1].Acknowledged == acknowledged) _sections[at - 1] = (_sections[at - 1].Start, end, acknowledged);
        else _sections.Insert(at, (start, end, acknowledged));
    }

    /// <summary>Takes [start, end) out.</summary>
    private void Cut(ulong start, ulong end)
    {
        for (var i = 0; i < _sections.Count && _sections[i].Start < end; i++)
        {
            var section = _sections[i];
            if (section.End <= start) continue;
            _sections.RemoveAt(i--);
            Point();
            if (section.Start < start) _sections.Insert(++i, (section.Start, start, section.Acknowledged));
            if (section.End > end) _sections.Insert(++i, (end, section.End, section.Acknowledged));
        }
    }
}
