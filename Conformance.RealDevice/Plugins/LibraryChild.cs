using System.Diagnostics;
using System.Net.Sockets;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>One child process with the library in it, as its parent sees it.</summary>
internal sealed class LibraryChild : IDisposable
{
    /// <summary>From its start until it has said hello; the machine may be busy.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-lib-");
    private readonly UnderWay _underWay;
    private readonly Process _process;
    private readonly StandardError _error;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    /// <param name="host">the command that is the child: program and arguments, to which two are added</param>
    /// <param name="path">the library</param>
    /// <param name="profile">the generation around it</param>
    /// <param name="exact">it claims to be that generation's nd_pmem</param>
    /// <exception cref="TargetException">there is no driver in it</exception>
    public LibraryChild(IReadOnlyList<string> host, string path, Profile profile, bool exact)
    {
        var (socketPath, recordPath) = (Path.Join(_directory.FullName, "socket"), Path.Join(_directory.FullName, "under-way"));
        _underWay = new(recordPath, make: true);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen(1);
        _process = Process.Start(StartInfo(host, socketPath, recordPath))!;
        _process.StandardInput.Close();
        _error = new(_process.StandardError);
        _ = new StandardError(_process.StandardOutput);
        _socket = Accept(listener, path);
        _stream = new(_socket, ownsSocket: true);
        (Name, Members, PageSizes) = Hello(path, profile, exact);
    }

    public string Name { get; }

    public DriverMembers Members { get; }

    public IReadOnlyList<int> PageSizes { get; }

    public void Send(MemoryStream request)
    {
        try
        {
            LibraryHost.WriteFrame(_stream, request);
        }
        catch (IOException)
        {
            // It is gone: that shows when its answer is waited for.
        }
    }

    /// <summary>The next answer; null: the child is dead, and was killed if it did not come back in time.</summary>
    public byte[]? Receive(TimeSpan deadline, out bool hung)
    {
        hung = false;
        var (beat, since) = (_underWay.Beat, Stopwatch.GetTimestamp());
        try
        {
            while (!_socket.Poll(Beat, SelectMode.SelectRead))
            {
                if (_underWay.Beat != beat) (beat, since) = (_underWay.Beat, Stopwatch.GetTimestamp());
                else if (Stopwatch.GetElapsedTime(since) > deadline)
                {
                    hung = true;
                    ProcessEnd.Kill(_process);
                    return null;
                }
            }
            return LibraryHost.ReadFrame(_stream);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What was under way when the child died: the history's number, the operation, and what was seen before.</summary>
    public (ulong Number, int Step) LastWords(Span<Outcome> outcomes)
    {
        _underWay.Take(outcomes);
        return (_underWay.Number, _underWay.Step);
    }

    public ulong Number => _underWay.Number;

    /// <summary>How it ended, and what it wrote last.</summary>
    public (string End, System.Collections.Immutable.ImmutableArray<string> Log) Obituary()
    {
        var end = ProcessEnd.Of(_process) ?? "it wrote over what is not its own";
        ProcessEnd.Kill(_process);
        return (end, _error.Last(_process.HasExited));
    }

    public void Dispose()
    {
        _stream?.Dispose();
        ProcessEnd.Kill(_process);
        _process.Dispose();
        _underWay.Dispose();
        _directory.Delete(recursive: true);
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> host, string socket, string record)
    {
        var info = new ProcessStartInfo(host[0], [.. host.Skip(1), socket, record]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime would take seconds to write a dump of a process that dies of its driver.
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        info.Environment["DOTNET_TieredPGO"] = "0";
        return info;
    }

    private Socket Accept(Socket listener, string path)
    {
        var since = Stopwatch.GetTimestamp();
        while (!listener.Poll(Beat, SelectMode.SelectRead))
            if (_process.HasExited || Stopwatch.GetElapsedTime(since) > Start)
                throw Gone($"{path}: found that the process that is to load it does not start ({string.Join("; ", _error.Last(_process.HasExited).DefaultIfEmpty("it said nothing"))}); wanted {string.Join(' ', _process.StartInfo.FileName, LibraryHost.Command)}; do: run it by hand");
        return listener.Accept();
    }

    private (string, DriverMembers, IReadOnlyList<int>) Hello(string path, Profile profile, bool exact)
    {
        using var hello = new MemoryStream();
        using (var to = new BinaryWriter(hello, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            HistoryWire.Write(to, profile);
            to.Write(exact);
            to.Write(path);
        }
        Send(hello);
        if (Receive(Start, out var hung) is not { } answer)
        {
            var (end, log) = Obituary();
            throw Gone($"{path}: found that loading it does not come back ({(hung ? "it hung" : end)}{string.Concat(log.TakeLast(3).Select(l => "; " + l))}); wanted a library that can be loaded; do: see its constructors and {Daxspec.Symbol}()");
        }
        using var from = new BinaryReader(new MemoryStream(answer));
        if (from.ReadByte() == LibraryHost.Refused) throw Gone(from.ReadString());
        var (name, members) = (from.ReadString(), (DriverMembers)from.ReadInt32());
        var sizes = new int[from.ReadInt32()];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = from.ReadInt32();
        return (name, members, sizes);
    }

    private TargetException Gone(string message)
    {
        Dispose();
        return new(message);
    }
}
