using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>exec:COMMAND: a driver in any language, over its standard input and output (docs/protocol.md).</summary>
public sealed class ProcessTarget : ITarget
{
    private readonly string _command;
    private readonly Profile _profile;
    private readonly bool _exact;
    private readonly PluginLimits _limits;
    private readonly TargetDescription _description;
    private readonly Losses _losses = new();
    private readonly DirectoryInfo _directory;
    private readonly ScratchFile _file;
    private DriverProcess? _last;
    private IPmemDriver? _first;
    private bool _wasLate;

    /// <param name="command">a command line for sh</param>
    /// <param name="profile">the generation that it is judged by</param>
    /// <param name="exact">it claims to be that generation's nd_pmem</param>
    /// <param name="limits">how long an answer may take</param>
    /// <exception cref="TargetException">it does not start, or its hello is wrong</exception>
    public ProcessTarget(string command, Profile profile, bool exact, PluginLimits limits)
    {
        (_command, _profile, _exact, _limits) = (command, profile, exact, limits);
        _directory = MemoryDirectory.Make();
        try
        {
            _file = NamedScratchFile.Open(Path.Join(_directory.FullName, "device"), allowWrite: false);
            _first = Start();
            _description = PluginDescription.Of($"exec:{command}", $"{_first.Name}, a process with {MemberNames.Text(_first.Members)}", _first.Members, _first.PageSizes, exact ? profile.Name : null, Conduct.ComesBack, Conduct.InTime, Conduct.InForm, Conduct.AsDeclared);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TargetDescription Description => _description with
    {
        Limits = [.. _description.Limits, .. _losses.Lines()],
        Environment = [.. _last?.Said.Select(line => ("standard error", line)) ?? []],
    };

    /// <summary>Told every line that goes to the driver (true) and comes from it.</summary>
    public Action<bool, string>? Tap { get; set; }

    public IDeviceUnderTest Open() => new PluginDevice(new InlineCarrier(new DriverSeat(Next), _profile, _exact, _file, _losses, PluginDescription.Skipped(_description), () => _last?.Said ?? []) { Late = () => _wasLate = true }, _losses, _description);

    public void Dispose()
    {
        (_first as IDisposable)?.Dispose();
        _file?.Dispose();
        if (_directory.Exists) _directory.Delete(recursive: true);
    }

    private IPmemDriver Next() => Interlocked.Exchange(ref _first, null) ?? Start();

    /// <exception cref="TargetException">it cannot even say hello</exception>
    private ProcessDriver Start()
    {
        var process = new DriverProcess(_command);
        _last = process;
        try
        {
            return new(process, Path.Join(_directory.FullName, "device"), () => _wasLate ? _limits.LaterDeadline : _limits.Deadline, (question, line) => Tap?.Invoke(question, line));
        }
        catch (TroubleException e)
        {
            var said = string.Concat(process.Said.TakeLast(3).Select(line => $"; it said: {line}"));
            process.Dispose();
            var trouble = e.At(0, []);
            throw new TargetException($"exec:{_command}: found {trouble.Got} ({trouble.Because}{said}); wanted {trouble.Allowed}; do: daxspec smoke shows the messages, docs/protocol.md tells what they are");
        }
    }
}
