using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>
/// What the pages of the device must hold: the initial contents and, in order, what was written with success. Nothing is filled in
/// until a digest is compared, and digests of equal contents are kept.
/// </summary>
public sealed class PageContents
{
    private readonly List<LoggedWrite> _log = [];
    private readonly DigestCache _digests = new();
    private int _pageShift;
    private ulong _pages;

    /// <summary>A point in the history of contents: now, the write of this step included.</summary>
    public int Now => _log.Count;

    /// <summary>The point before the write of this step.</summary>
    public int Before { get; private set; }

    public void Reset(Geometry geometry)
    {
        _log.Clear();
        (_pageShift, _pages, Before) = (geometry.PageShift, geometry.Pages, 0);
    }

    /// <summary>Logs what the outcome of a write claims; where the contract lets the bytes open, that nothing is known of them.</summary>
    internal void Begin(WriteRequest write, Step step)
    {
        Before = _log.Count;
        var written = Math.Min(write.Written(step), write.Inside);
        if (write.Inside == 0 || write.Refused)
        {
            if (write.MayHaveGoneAstray(step)) Log(new(WriteKind.Unknown, 0, ulong.MaxValue, 0));
        }
        else if (written == 0 ? write.MayHaveWritten(step) : write.Kind == WriteKind.Zeros && !write.IsInside) Log(new(WriteKind.Unknown, write.Start, write.Inside, 0));
        else if (written > 0)
        {
            Log(new(write.Kind, write.Start, written, write.Seed));
            if (written < write.Inside) Log(new(WriteKind.Unknown, write.Start + written, write.Inside - written, 0));
        }
    }

    /// <summary>
    /// After judging a write: of pages that a longer zeroing claims nothing is known where they were not seen, and nothing of pages
    /// that were not what they must be.
    /// </summary>
    internal void Follow(Step step)
    {
        var (first, count) = step.Sees(Aspect.Contents) ? step.Window : (0, 0);
        var verified = count > 0 && TryDigest(first, count, Now, out var digest) && digest == step.Outcome[Aspect.Contents];
        if (Now > Before && _log[^1] is { Kind: WriteKind.Zeros } zeros && zeros.Length > 1UL << _pageShift)
        {
            var seen = !verified ? zeros.Start + (1UL << _pageShift) : Math.Min((first + (ulong)count) << _pageShift, zeros.End);
            if (seen < zeros.End) Log(new(WriteKind.Unknown, seen, zeros.End - seen, 0));
        }
        Forget(step);
    }

    /// <summary>Where the contents were not what they must be, nothing is known of the pages seen from now on.</summary>
    internal void Forget(Step step)
    {
        if (!step.Sees(Aspect.Contents)) return;
        var (first, count) = step.Window;
        if (count > 0 && TryDigest(first, count, Now, out var digest) && digest != step.Outcome[Aspect.Contents])
            Log(new(WriteKind.Unknown, first << _pageShift, (ulong)count << _pageShift, 0));
    }

    /// <summary>The digest that consecutive pages must have; false where something is not known of them.</summary>
    public bool TryDigest(ulong first, int count, int at, out ulong digest)
    {
        Span<ulong> pages = stackalloc ulong[Observation.MaxPages];
        for (var i = 0; i < count; i++) pages[i] = first + (ulong)i;
        return TryDigest(pages[..count], at, out digest);
    }

    /// <summary>The digest of one page, or of two where they differ, as a touched answer is digested.</summary>
    public bool TryDigestEnds(ulong first, ulong last, out ulong digest) =>
        TryDigest(first == last ? [first] : [first, last], Now, out digest);

    /// <summary>The digest of bytes of the data area; false where something is not known of their pages.</summary>
    public bool TryDigestBytes(ulong start, ulong bytes, out ulong digest)
    {
        var run = new byte[bytes];
        var page = _digests.Buffer(_pageShift);
        digest = 0;
        for (var done = 0UL; done < bytes;)
        {
            var (at, offset) = ((start + done) >> _pageShift, (start + done) & (1UL << _pageShift) - 1);
            // Of a partial last page nothing is logged.
            if (at >= _pages || !TryKey(at, Now, out _)) return false;
            Fill(at, Now, page);
            var part = Math.Min(bytes - done, (1UL << _pageShift) - offset);
            page.Slice((int)offset, (int)part).CopyTo(run.AsSpan((int)done));
            done += part;
        }
        digest = Digest.Of(run);
        return true;
    }

    /// <summary>A key of a page's bytes: equal keys, equal bytes; false where something is not known of them.</summary>
    public bool TryKey(ulong page, int at, out ulong key)
    {
        var (from, to) = (page << _pageShift, (page + 1) << _pageShift);
        var start = Base(from, to, at);
        key = DigestCache.Mix(DigestCache.Mix(0, (ulong)_pageShift), start > 0 && _log[start - 1].Kind == WriteKind.Zeros ? Geometry.StampedPages : Math.Min(page, Geometry.StampedPages));
        if (start > 0 && _log[start - 1].Kind != WriteKind.Zeros) start--;
        for (var i = start; i < at; i++)
        {
            var write = _log[i];
            if (!write.Overlaps(from, to)) continue;
            if (write.Kind == WriteKind.Unknown) return false;
            var begin = Math.Max(write.Start, from);
            key = DigestCache.Mix(key, begin - from << 8 | write.Seed);
            key = DigestCache.Mix(key, Math.Min(write.End, to) - begin << 8 | (ulong)write.Kind);
            key = DigestCache.Mix(key, begin - write.Start);
        }
        return true;
    }

    /// <summary>Fills in the bytes of a page that is known.</summary>
    public void Fill(ulong page, int at, Span<byte> bytes)
    {
        var (from, to) = (page << _pageShift, (page + 1) << _pageShift);
        var start = Base(from, to, at);
        if (start == 0) InitialContents.Fill(page, 0, bytes);
        for (var i = Math.Max(start - 1, 0); i < at; i++)
        {
            var write = _log[i];
            if (!write.Overlaps(from, to)) continue;
            var (begin, end) = (Math.Max(write.Start, from), Math.Min(write.End, to));
            var target = bytes[(int)(begin - from)..(int)(end - from)];
            if (write.Kind == WriteKind.Zeros) target.Clear();
            else _digests.FillPattern(write.Seed, begin - write.Start, target);
        }
    }

    internal DigestCache Digests => _digests;

    private bool TryDigest(ReadOnlySpan<ulong> pages, int at, out ulong digest)
    {
        var key = (ulong)pages.Length;
        digest = 0;
        foreach (var page in pages)
        {
            if (!TryKey(page, at, out var part)) return false;
            key = DigestCache.Mix(key, part);
        }
        if (_digests.TryGet(key, out digest)) return true;
        var sum = new Digest();
        var bytes = _digests.Buffer(_pageShift);
        foreach (var page in pages)
        {
            Fill(page, at, bytes);
            sum.Add(bytes);
        }
        digest = _digests.Keep(key, sum.Value);
        return true;
    }

    /// <summary>One more than the index of the last write that covers the whole range; 0: the initial contents show through.</summary>
    private int Base(ulong from, ulong to, int at)
    {
        while (at > 0 && !_log[at - 1].Covers(from, to)) at--;
        return at;
    }

    private void Log(LoggedWrite write) => _log.Add(write);
}
