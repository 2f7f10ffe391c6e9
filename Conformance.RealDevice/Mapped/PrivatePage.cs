namespace Conformance.RealDevice.Mapped;

/// <summary>The private page of copy_cow_page_dax: memory of its own, which the bytes of a device page are copied to (copy_user_page).</summary>
internal class PrivatePage
{
    private readonly ScratchBytes _page = new();

    /// <summary>Bytes of the page; 0: there is none.</summary>
    public int Size { get; private set; }

    /// <summary>The page, from its first byte on.</summary>
    public virtual ReadOnlySpan<byte> Bytes => _page.First(Size);

    public void Forget() => Size = 0;

    /// <summary>Becomes a private copy of a page of the resource.</summary>
    /// <param name="resource">the device's memory</param>
    /// <param name="address">of the page's first byte, in mapping 0</param>
    /// <param name="pageSize">bytes</param>
    /// <exception cref="FaultException">the page is not wholly inside the resource; the page before is kept</exception>
    public virtual void CopyFrom(Resource resource, ulong address, int pageSize)
    {
        resource.EnsureTouchable(address, (ulong)pageSize);
        resource.Read(address, _page.First(pageSize));
        Size = pageSize;
    }

    /// <summary>Writes bytes inside the page.</summary>
    public virtual void Write(int offset, ReadOnlySpan<byte> source) => source.CopyTo(_page.First(Size)[offset..]);
}
