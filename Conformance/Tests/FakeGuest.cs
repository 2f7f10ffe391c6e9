using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.RealDevice.Lab;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using static Conformance.RealDevice.Probe.DaxspecProbe;
using static Conformance.RealDevice.Probe.DaxspecProbe.daxspec_frame_type;

namespace Conformance.Tests;

/// <summary>What the relay and the probe do, over a socket in this process, with the model in place of the kernel.</summary>
internal sealed class FakeGuest : IGuest
{
    private readonly Socket _inside;
    private readonly Thread _thread;
    private readonly FakeBehaviour _behaviour;
    private readonly List<string> _log = [];
    private daxspec_journal _journal = new() { magic = DAXSPEC_JOURNAL_MAGIC };

    public FakeGuest(FakeBehaviour behaviour)
    {
        _behaviour = behaviour;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        var outside = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        outside.Connect(listener.LocalEndPoint!);
        _inside = listener.Accept();
        _inside.NoDelay = true;
        Port = new NetworkStream(outside, ownsSocket: true);
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public Stream Port { get; }

    public IReadOnlyList<string> KernelLog => _log;

    public daxspec_journal? Journal() => _behaviour.HasJournal ? _journal : null;

    public void AwaitEnd() => _behaviour.Gone.WaitOne(_behaviour.Ending == FakeEnding.Silence ? 0 : 1000);

    public void Dispose()
    {
        Port.Dispose();
        _inside.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        try
        {
            using var stream = new NetworkStream(_inside, ownsSocket: false);
            Hello(stream);
            var head = new byte[Unsafe.SizeOf<daxspec_frame>()];
            while (true)
            {
                stream.ReadExactly(head);
                var frame = MemoryMarshal.Read<daxspec_frame>(head);
                var bytes = new byte[frame.bytes];
                stream.ReadExactly(bytes);
                if (frame.type == (uint)DAXSPEC_FRAME_OPEN) Put(stream, DAXSPEC_FRAME_OPEN, Opened(bytes));
                else if (frame.type == (uint)DAXSPEC_FRAME_RUN && !Run(stream, bytes)) return;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The host is done with this guest.
        }
    }

    private void Hello(Stream stream)
    {
        var info = new daxspec_info { version = _behaviour.Version, aspects = (uint)Outcome.AspectCount, operations = (uint)OperationSpec.All.Length, features = 15 };
        Encoding.ASCII.GetBytes("6.1.0-fake", info.release);
        Put(stream, DAXSPEC_FRAME_HELLO, [.. MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_info>(in info)), .. Encoding.UTF8.GetBytes("nd_pmem provider=made path=/dev/pmem0 driver=nd_pmem profile=yes pages=0 title=\"any geometry\"\nramdax absent=no-driver this kernel has no ramdax\n")]);
    }

    private static byte[] Opened(byte[] bytes)
    {
        var open = MemoryMarshal.Read<daxspec_open>(bytes);
        open.device = new() { flags = DAXSPEC_ANY_GEOMETRY | DAXSPEC_HAS_TABLE | DAXSPEC_HAS_SECOND_MAPPING | DAXSPEC_IS_ND_PMEM, clear = long.MaxValue };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_open>(in open)).ToArray();
    }

    /// <returns>false: the guest is no more</returns>
    private bool Run(Stream stream, ReadOnlySpan<byte> requests)
    {
        using var model = new ReferenceDevice(PlantedTarget.Linux61);
        var answers = new ArrayBufferWriter<byte>();
        var count = 0UL;
        for (; !requests.IsEmpty && count < _behaviour.Room; count++)
        {
            var (number, history) = FakeWire.Read(ref requests);
            var outcomes = new Outcome[history.Operations.Length];
            if (Array.FindIndex([.. history.Operations], _behaviour.IsFatal) is >= 0 and var fatal)
            {
                _journal = _journal with { number = number, operation = _behaviour.DiesEarly ? DAXSPEC_NO_OPERATION : (uint)fatal, busy = 1 };
                return End(stream);
            }
            Answer(model, history, outcomes);
            FakeWire.Write(answers, _behaviour.Lies(history) ? number + 1 : number, outcomes, _behaviour.LogOf);
            _journal = _journal with { number = number, busy = 0, done = _journal.done + 1 };
        }
        var run = new daxspec_run { histories = count, nanoseconds = 1000 * count, calls = count };
        Put(stream, DAXSPEC_FRAME_RUN, [.. MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_run>(in run)), .. answers.WrittenSpan]);
        return true;
    }

    /// <summary>The model's answers; what user space asks of a file is not the probe's to carry out.</summary>
    private static void Answer(ReferenceDevice model, History history, Outcome[] outcomes)
    {
        var carried = history with { Operations = [.. history.Operations.Where(o => o.Code < OpCode.fault)] };
        var answers = new Outcome[carried.Operations.Length];
        model.Run(carried, answers);
        for (var (i, k) = (0, 0); i < outcomes.Length; i++) outcomes[i] = history.Operations[i].Code < OpCode.fault ? answers[k++] : Outcome.NotObservable;
    }

    private bool End(Stream stream)
    {
        switch (_behaviour.Ending)
        {
            case FakeEnding.Panic:
                _log.Add("[   12.345678] BUG: kernel NULL pointer dereference, address: 0000000000000000");
                _log.Add("[   12.345679] Kernel panic - not syncing: Fatal exception");
                _inside.Shutdown(SocketShutdown.Both);
                break;
            case FakeEnding.Garbage:
                _log.Add("[   12.3] general protection fault, probably for non-canonical address 0xdead000000000000");
                stream.Write(new byte[64]);
                break;
        }
        _behaviour.Gone.Set();
        return false;
    }

    private static void Put(Stream stream, daxspec_frame_type type, byte[] bytes)
    {
        var frame = new daxspec_frame { type = (uint)type, bytes = (uint)bytes.Length };
        stream.Write([.. MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_frame>(in frame)), .. bytes]);
    }
}
