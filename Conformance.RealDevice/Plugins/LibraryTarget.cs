using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>lib:FILE.so: a driver behind the C ABI of samples/c/daxspec.h, in a child process that it may take down.</summary>
public sealed class LibraryTarget : ITarget
{
    private readonly IReadOnlyList<string> _host;
    private readonly string _path;
    private readonly Profile _profile;
    private readonly bool _exact;
    private readonly PluginLimits _limits;
    private readonly (string Name, DriverMembers Members, int[] PageSizes) _declared;
    private readonly TargetDescription _description;
    private readonly Losses _losses = new();
    private LibraryChild? _first;

    /// <param name="path">the library</param>
    /// <param name="host">the command of a child (<see cref="LibraryHost"/>): program and arguments</param>
    /// <param name="profile">the generation that it is judged by</param>
    /// <param name="exact">it claims to be that generation's nd_pmem</param>
    /// <param name="limits">how long a call may take</param>
    /// <exception cref="TargetException">it is no such library</exception>
    public LibraryTarget(string path, IReadOnlyList<string> host, Profile profile, bool exact, PluginLimits limits)
    {
        if (!File.Exists(path)) throw new TargetException($"{path}: found no such file; wanted a shared library; do: build it first, and name it from here ({Environment.CurrentDirectory})");
        (_path, _host, _profile, _exact, _limits) = (path, host, profile, exact, limits);
        _first = Start();
        _declared = (_first.Name, _first.Members, [.. _first.PageSizes]);
        _description = PluginDescription.Of($"lib:{path}", $"{_declared.Name}, a library with {MemberNames.Text(_declared.Members)}", _declared.Members, _declared.PageSizes, exact ? profile.Name : null, Conduct.ComesBack, Conduct.InTime, Conduct.AsDeclared);
    }

    public TargetDescription Description => _description with { Limits = [.. _description.Limits, .. _losses.Lines()] };

    public IDeviceUnderTest Open() => new PluginDevice(new LibraryCarrier(Next, _limits, _losses, PluginDescription.Skipped(_description)), _losses, _description);

    public void Dispose() => Interlocked.Exchange(ref _first, null)?.Dispose();

    private LibraryChild Start() => new(_host, Path.GetFullPath(_path), _profile, _exact);

    /// <summary>The child that was started to be asked what it is serves too.</summary>
    private LibraryChild Next()
    {
        if (Interlocked.Exchange(ref _first, null) is { } first) return first;
        var child = Start();
        if (child.Members == _declared.Members && child.PageSizes.SequenceEqual(_declared.PageSizes)) return child;
        child.Dispose();
        throw new TargetException($"{_path}: found that it declares {MemberNames.Text(child.Members)} now, and {MemberNames.Text(_declared.Members)} before; wanted the same each time it is loaded; do: build it while nothing is checked");
    }
}
