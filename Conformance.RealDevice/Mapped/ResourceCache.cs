using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The resources of one worker. Those used lately keep their layout, so that a history on a known device needs no system call to begin;
/// for a new device the one unused longest is laid out anew, which is cheaper than mapping another. There are three sizes of them.
/// </summary>
internal sealed class ResourceCache : IDisposable
{
    private readonly SizeClass _small, _medium, _large;

    public ResourceCache(ScratchFile file)
    {
        var scratch = new ScratchBytes();
        _small = new(file, 1UL << 20, most: 256, scratch);
        _medium = new(file, 1UL << 30, most: 16, scratch);
        _large = new(file, ResourceLayout.MaxBytes, most: 1, scratch);
    }

    /// <summary>The resource of a geometry, in its initial state.</summary>
    /// <exception cref="TargetException">the device is too large, or there is no room</exception>
    public Resource Get(Geometry geometry)
    {
        var layout = ResourceLayout.Of(geometry);
        return (layout.Bytes <= _small.Capacity ? _small : layout.Bytes <= _medium.Capacity ? _medium : _large).Get(layout);
    }

    public void Dispose()
    {
        _small.Dispose();
        _medium.Dispose();
        _large.Dispose();
    }

    /// <summary>Resources that can become any device up to a size.</summary>
    /// <param name="file">to take regions of</param>
    /// <param name="capacity">bytes</param>
    /// <param name="most">resources at the most</param>
    /// <param name="scratch">shared by all of them: one works at a time</param>
    private sealed class SizeClass(ScratchFile file, ulong capacity, int most, ScratchBytes scratch) : IDisposable
    {
        private readonly LinkedList<Resource> _byAge = [];
        private readonly Dictionary<ResourceLayout, LinkedListNode<Resource>> _byLayout = [];

        public ulong Capacity => capacity;

        public Resource Get(ResourceLayout layout)
        {
            var node = Take(layout);
            var resource = node.Value;
            try
            {
                if (resource.Layout == layout) resource.Restore();
                else resource.Change(layout);
            }
            catch
            {
                // What it holds is not known, so nobody gets it again.
                resource.Dispose();
                throw;
            }
            _byAge.AddFirst(node);
            _byLayout.Add(layout, node);
            return resource;
        }

        public void Dispose()
        {
            foreach (var resource in _byAge) resource.Dispose();
            _byAge.Clear();
            _byLayout.Clear();
        }

        /// <summary>A resource that is in no list any more: the one with that layout, a new one, or the one unused longest.</summary>
        private LinkedListNode<Resource> Take(ResourceLayout layout)
        {
            if (!_byLayout.TryGetValue(layout, out var node))
            {
                if (_byAge.Count < most) return new(new Resource(file, capacity, scratch));
                node = _byAge.Last!;
            }
            _byAge.Remove(node);
            _byLayout.Remove(node.Value.Layout);
            return node;
        }
    }
}
