namespace Conformance.RealDevice.Native;

/// <summary>linux/fs.h.</summary>
internal static class Fs
{
    /// <summary>_IOWR('f', 11, struct fiemap); the extents behind the head do not count in its size.</summary>
    public const nuint FS_IOC_FIEMAP = 0xC020_660B;
}
