using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The resources of one worker that were used lately, laid out and stamped, so that a history on a known device needs no system call
/// to begin. When there are too many, the one unused longest goes. Of large ones only one is kept.
/// </summary>
internal sealed class ResourceCache(ScratchFile file) : IDisposable
{
    /// <summary>Resources kept: more than the named devices of a suite; at 8 stamped pages of 64 KiB they hold 32 MiB of memory.</summary>
    public const int MaxResources = 64;

    /// <summary>Bytes above which a resource is large. With one of 4 TiB and all others below this a worker maps 8.2 TiB at the most.</summary>
    public const ulong LargeBytes = 1UL << 30;

    private readonly LinkedList<Resource> _byAge = [];
    private readonly Dictionary<ResourceLayout, LinkedListNode<Resource>> _byLayout = [];
    private Resource? _large;

    /// <summary>The resource of a geometry, in its initial state.</summary>
    /// <exception cref="TargetException">the device is too large, or there is no room</exception>
    public Resource Get(Geometry geometry)
    {
        var layout = ResourceLayout.Of(geometry);
        var resource = layout.Bytes > LargeBytes ? GetLarge(layout) : GetSmall(layout);
        resource.Restore();
        return resource;
    }

    public void Dispose()
    {
        _large?.Dispose();
        _large = null;
        while (_byAge.Last is not null) RemoveOldest();
    }

    private Resource GetLarge(ResourceLayout layout)
    {
        if (_large?.Layout == layout) return _large;
        _large?.Dispose();
        _large = null;
        return _large = new Resource(file, layout);
    }

    private Resource GetSmall(ResourceLayout layout)
    {
        if (!_byLayout.TryGetValue(layout, out var node))
        {
            if (_byAge.Count >= MaxResources) RemoveOldest();
            node = _byAge.AddFirst(new Resource(file, layout));
            _byLayout.Add(layout, node);
        }
        else if (_byAge.First != node)
        {
            _byAge.Remove(node);
            _byAge.AddFirst(node);
        }
        return node.Value;
    }

    private void RemoveOldest()
    {
        var node = _byAge.Last!;
        _byAge.Remove(node);
        _byLayout.Remove(node.Value.Layout);
        node.Value.Dispose();
    }
}
