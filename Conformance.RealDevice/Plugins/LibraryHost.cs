using System.Collections.Concurrent;
using System.Net.Sockets;
using Conformance.RealDevice.Mapped;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// The child's side of lib:. It loads the library, carries out the histories that come, and may die of any of them. What the driver
/// prints goes to standard error.
/// </summary>
public static class LibraryHost
{
    /// <summary>The hidden subcommand.</summary>
    public const string Command = "plugin-host";

    /// <summary>What answers to a request: the library, or why there is none.</summary>
    internal const byte Loaded = 1, Refused = 2;

    /// <param name="args">the socket and the file of <see cref="UnderWay"/></param>
    public static int Run(IReadOnlyList<string> args)
    {
        if (args.Count != 2) return 64;
        _ = Unistd.dup2(2, 1);
        WatchParent(Unistd.getppid());
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(args[0]));
        using var stream = new NetworkStream(socket);
        using var underWay = new UnderWay(args[1], make: false);
        var requests = new BlockingCollection<byte[]>();
        var reader = new Thread(() => ReadAll(stream, requests)) { IsBackground = true };
        reader.Start();
        Serve(stream, requests, underWay);
        return 0;
    }

    /// <summary>A frame: its length in four bytes, and the bytes.</summary>
    internal static byte[]? ReadFrame(Stream stream)
    {
        Span<byte> head = stackalloc byte[4];
        if (stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4) return null;
        var frame = new byte[BitConverter.ToInt32(head)];
        return stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length ? frame : null;
    }

    internal static void WriteFrame(Stream stream, MemoryStream frame)
    {
        stream.Write(BitConverter.GetBytes((int)frame.Length));
        stream.Write(frame.GetBuffer(), 0, (int)frame.Length);
    }

    private static void Serve(Stream stream, BlockingCollection<byte[]> requests, UnderWay underWay)
    {
        if (!requests.TryTake(out var hello, Timeout.Infinite)) return;
        var (profile, exact, path) = ReadHello(hello);
        using var answer = new MemoryStream();
        using var to = new BinaryWriter(answer);
        LibraryDriver driver;
        try
        {
            driver = new LibraryDriver(path);
        }
        catch (TargetException e)
        {
            to.Write(Refused);
            to.Write(e.Message);
            WriteFrame(stream, answer);
            return;
        }
        to.Write(Loaded);
        to.Write(driver.Name);
        to.Write((int)driver.Members);
        to.Write(driver.PageSizes.Count);
        foreach (var size in driver.PageSizes) to.Write(size);
        WriteFrame(stream, answer);
        using var seat = new DriverSeat(() => driver);
        using var file = ScratchFile.CreateNameless();
        using var device = new MappedDevice(profile, file, new PluggedParts(seat, exact));
        var overlapping = new OverlappingRun(profile, seat, exact);
        foreach (var request in requests.GetConsumingEnumerable())
        {
            answer.SetLength(0);
            CarryAll(new BinaryReader(new MemoryStream(request)), to, device, overlapping, underWay);
            WriteFrame(stream, answer);
        }
    }

    private static void CarryAll(BinaryReader from, BinaryWriter to, MappedDevice device, OverlappingRun overlapping, UnderWay underWay)
    {
        var skip = from.ReadUInt64();
        for (var count = from.ReadInt32(); count > 0; count--)
        {
            var (number, history) = (from.ReadUInt64(), HistoryWire.ReadHistory(from));
            var outcomes = new Outcome[history.Operations.Length];
            var spans = IConcurrentDevice.NoneBegan(history.Threads is null ? 0 : outcomes.Length);
            underWay.Forget(outcomes.Length);
            void Begin(int step) => underWay.Begin(number, step);
            void End(int step, Outcome outcome) => underWay.Put(step, outcome);
            var trouble = history.Threads is null ? HistoryRun.Carry(device, history, outcomes, skip, Begin, End) : overlapping.Carry(device, history, outcomes, spans, skip, Begin, End);
            underWay.Rest();
            HistoryWire.Write(to, outcomes, spans, trouble);
        }
    }

    private static (Profile Profile, bool Exact, string Path) ReadHello(byte[] hello)
    {
        using var from = new BinaryReader(new MemoryStream(hello));
        return (HistoryWire.ReadProfile(from), from.ReadBoolean(), from.ReadString());
    }

    private static void ReadAll(Stream stream, BlockingCollection<byte[]> requests)
    {
        try
        {
            while (ReadFrame(stream) is { } frame) requests.Add(frame);
        }
        catch (IOException)
        {
            // The parent is gone.
        }
        requests.CompleteAdding();
    }

    /// <summary>A driver that never comes back would outlive the run.</summary>
    private static void WatchParent(int parent)
    {
        var watch = new Thread(() =>
        {
            while (Unistd.getppid() == parent) Thread.Sleep(1000);
            Unistd._exit(1);
        })
        { IsBackground = true };
        watch.Start();
    }
}
