using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>The page that copy_cow_page_dax filled: an image of a file page at that time and what was stored to it since.</summary>
public sealed class PrivatePage
{
    private readonly List<LoggedWrite> _stores = [];
    private int _at;

    /// <summary>A copy has succeeded in this history.</summary>
    public bool Exists { get; private set; }

    /// <summary>It is known what the page must hold.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The file page that was copied.</summary>
    public ulong Source { get; private set; }

    /// <summary>Something was stored to the private page since the copy.</summary>
    public bool IsStoredTo => _stores.Count > 0;

    /// <summary>The device was written since the copy.</summary>
    public bool DeviceChanged(PageContents contents) => contents.Now > _at;

    public void Reset()
    {
        (Exists, IsKnown) = (false, false);
        _stores.Clear();
    }

    public bool TryDigest(Step step, out ulong digest)
    {
        digest = 0;
        return IsKnown && TryDigest(step, Source, _at, out digest);
    }

    /// <summary>The digest of a private page that is the image of a page as it is now.</summary>
    public static bool TryImage(Step step, ulong page, out ulong digest) => step.State.Contents.TryDigest(page, 1, step.State.Contents.Now, out digest);

    /// <summary>The digest after this step's cow_store, which lies inside the page.</summary>
    public bool TryDigestAfterStore(Step step, out ulong digest)
    {
        _stores.Add(Store(step));
        var known = TryDigest(step, out digest);
        _stores.RemoveAt(_stores.Count - 1);
        return known;
    }

    public void Follow(Step step)
    {
        var page = (ulong)step.Geometry.PageSize;
        switch (step.Operation.Code)
        {
            case OpCode.copy_cow_page_dax when step.Success > 0:
                (Exists, IsKnown, Source, _at) = (true, step.Mapping.IsPlain && step.Mapping.Pgoff < step.Geometry.Pages, step.Mapping.Pgoff, step.State.Contents.Now);
                _stores.Clear();
                break;
            case OpCode.copy_cow_page_dax:
                IsKnown &= step.Success < 0;
                return;
            case OpCode.cow_store when step.Operation[0] <= page && step.Operation[1] <= page - step.Operation[0]:
                if (step.Success > 0) _stores.Add(Store(step));
                else IsKnown &= step.Success < 0;
                break;
        }
        if (step.Sees(Aspect.Cow) && TryDigest(step, out var digest) && digest != step.Outcome[Aspect.Cow]) IsKnown = false;
    }

    private bool TryDigest(Step step, ulong page, int at, out ulong digest)
    {
        var contents = step.State.Contents;
        digest = 0;
        if (!contents.TryKey(page, at, out var key)) return false;
        if (_stores.Count == 0) return contents.TryDigest(page, 1, at, out digest);
        foreach (var store in _stores) key = DigestCache.Mix(DigestCache.Mix(key, store.Start << 8 | store.Seed), ~store.Length);
        if (contents.Digests.TryGet(key, out digest)) return true;
        var bytes = contents.Digests.Buffer(step.Geometry.PageShift);
        contents.Fill(page, at, bytes);
        foreach (var store in _stores) contents.Digests.FillPattern(store.Seed, 0, bytes[(int)store.Start..(int)store.End]);
        digest = contents.Digests.Keep(key, Digest.Of(bytes));
        return true;
    }

    private static LoggedWrite Store(Step step) => new(WriteKind.Pattern, step.Operation[0], step.Operation[1], (byte)step.Operation[2]);
}
