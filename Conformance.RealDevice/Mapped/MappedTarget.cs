using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The target "mmap:" and "mmap:FILE": a pmem driver in user space over a real mapping of a sparse scratch file, faithful to the
/// documented functions of one kernel generation. Addresses are real, what is touched is really touched, and beside the device there is
/// memory that faults. It needs no privilege.
/// </summary>
public sealed class MappedTarget : ITarget
{
    /// <summary>The granule in which the described devices are backed, in bytes.</summary>
    private const int Granule = 4096;

    /// <summary>Workers that fit in 47 bits of address space, at somewhat more than 8 TiB each when they run devices of 4 TiB.</summary>
    private const int MostWorkers = 12;

    private readonly Lock _lock = new();
    private readonly Profile _profile;
    private readonly string? _path;
    private readonly bool _allowWrite;
    private readonly DriverParts _parts;
    private ScratchFile? _file;

    /// <param name="profile">the generation that it claims to be</param>
    /// <param name="file">the scratch file; null: a file without a name, gone with the process</param>
    /// <param name="allowWrite">the named file may be overwritten even if it holds data</param>
    public MappedTarget(Profile profile, string? file, bool allowWrite)
        : this(profile, file, allowWrite, new DriverParts(), $"mmap:{file}", "a user-space pmem driver over a mapped scratch file")
    {
    }

    internal MappedTarget(Profile profile, string? file, bool allowWrite, DriverParts parts, string name, string title)
    {
        (_profile, _path, _allowWrite, _parts) = (profile, file, allowWrite, parts);
        Description = Describe(name, title);
    }

    /// <summary>A driver over the same memory that does not claim to be nd_pmem.</summary>
    internal MappedTarget(Profile profile, DriverParts parts, string name, string title)
        : this(profile, null, false, parts, name, title) => Description = Description with { Profile = null };

    public TargetDescription Description { get; }

    private TargetDescription Describe(string name, string title) => new()
    {
        Name = name,
        Title = $"{title}, as {_profile.Name} ({_profile.Title})",
        Profile = _profile.Name,
        Observes = code => OperationSpec.For(code).Observable.Without(Aspect.Warned),
        MaxWorkers = MostWorkers,
        Concurrent = true,
        Limits =
        [
            $"devices of more than {ResourceLayout.MaxBytes >> 40} TiB are refused: every device is really mapped, twice",
            $"a write of more than {Resource.MaxWrite >> 20} MiB in one operation, and what follows it in its history, is not observable: it would take real memory",
        ],
        Environment = [("scratch file", _path ?? "nameless")],
    };

    /// <summary>A device of its own for one worker: its own region of the file, mapped for itself.</summary>
    /// <exception cref="TargetException">the file cannot be used, or this host cannot map devices; the message says what to do</exception>
    public IDeviceUnderTest Open()
    {
        if (Environment.SystemPageSize != Granule)
            throw new TargetException($"found a host with pages of {Environment.SystemPageSize} bytes; wanted {Granule}, the granule in which devices are described; do: run on a kernel with pages of {Granule} bytes");
        lock (_lock)
        {
            _file ??= _path is null ? ScratchFile.CreateNameless() : NamedScratchFile.Open(_path, _allowWrite);
            return new MappedDevice(_profile, _file, _parts);
        }
    }

    /// <summary>Closes the file; the devices that were opened are disposed of before.</summary>
    public void Dispose() => _file?.Dispose();
}
