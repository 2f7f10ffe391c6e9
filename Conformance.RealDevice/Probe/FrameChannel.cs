using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;
using static Conformance.RealDevice.Probe.DaxspecProbe.daxspec_frame_type;

namespace Conformance.RealDevice.Probe;

/// <summary>
/// The probe in a guest, behind the relay: frames over a stream. A thread of its own reads, so that neither side waits for the other
/// to take what it sends.
/// </summary>
public sealed class FrameChannel : IProbeChannel
{
    /// <summary>The largest frame that a guest may send, in bytes.</summary>
    private const int MaxFrame = 64 << 20;

    private readonly Stream _stream;
    private readonly BlockingCollection<(daxspec_frame_type Type, byte[] Bytes)> _frames = [];
    private readonly Thread _reader;
    private readonly TimeSpan _silence;
    private readonly Func<ulong> _progress;
    private readonly CancellationToken _cancel;
    private string _ended = "the guest closed its port";

    /// <summary>Waits for the guest's HELLO.</summary>
    /// <param name="stream">the host's end of the port; belongs to the channel</param>
    /// <param name="silence">longest time without an answer or progress</param>
    /// <param name="hello">longest time until HELLO</param>
    /// <param name="progress">a number that changes while the guest works on a batch</param>
    /// <param name="cancel">ends every wait</param>
    /// <exception cref="TargetException">the guest's probe is of another version</exception>
    /// <exception cref="ProbeLostException">no HELLO</exception>
    public FrameChannel(Stream stream, TimeSpan silence, TimeSpan hello, Func<ulong>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (_stream, _silence, _progress, _cancel) = (stream, silence, progress ?? (static () => 0), cancel);
        // What a guest that hangs does not take any more fills the socket.
        if (stream.CanTimeout) stream.WriteTimeout = (int)silence.TotalMilliseconds;
        _reader = new Thread(Read) { IsBackground = true, Name = "daxspec frames" };
        _reader.Start();
        var bytes = Next(DAXSPEC_FRAME_HELLO, hello);
        if (bytes.Length < Unsafe.SizeOf<daxspec_info>()) throw Malformed.Of($"a HELLO of {bytes.Length} bytes", $"at least {Unsafe.SizeOf<daxspec_info>()}");
        Info = ProbeVersion.Check(MemoryMarshal.Read<daxspec_info>(bytes));
        Providers = Encoding.UTF8.GetString(bytes.AsSpan(Unsafe.SizeOf<daxspec_info>())).TrimEnd('\0');
    }

    public daxspec_info Info { get; }

    /// <summary>The text behind the info in HELLO: one line for each provider.</summary>
    public string Providers { get; }

    public daxspec_device Open(in daxspec_open request)
    {
        Write(DAXSPEC_FRAME_OPEN, MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_open>(in request)));
        var bytes = Next(DAXSPEC_FRAME_OPEN, _silence);
        return bytes.Length == Unsafe.SizeOf<daxspec_open>() ? MemoryMarshal.Read<daxspec_open>(bytes).device
            : throw Malformed.Of($"an answer to OPEN of {bytes.Length} bytes", $"{Unsafe.SizeOf<daxspec_open>()}");
    }

    public void Send(ReadOnlyMemory<byte> requests) => Write(DAXSPEC_FRAME_RUN, requests.Span);

    public ProbeAnswers Receive()
    {
        var bytes = Next(DAXSPEC_FRAME_RUN, _silence);
        var head = Unsafe.SizeOf<daxspec_run>();
        return bytes.Length >= head ? new(MemoryMarshal.Read<daxspec_run>(bytes), bytes.AsMemory(head)) : throw Malformed.Of($"an answer to RUN of {bytes.Length} bytes", $"at least {head}");
    }

    /// <summary>Asks the guest to power off.</summary>
    public void Bye()
    {
        try
        {
            Write(DAXSPEC_FRAME_BYE, []);
        }
        catch (ProbeLostException)
        {
            // Gone is gone.
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _reader.Join();
        _frames.Dispose();
    }

    private void Write(daxspec_frame_type type, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var head = new daxspec_frame { type = (uint)type, bytes = (uint)bytes.Length };
            _stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_frame>(in head)));
            _stream.Write(bytes);
            _stream.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new ProbeLostException($"the guest takes nothing any more: {e.Message}", e);
        }
    }

    /// <summary>The next frame, which has to be of one type. The limit starts anew whenever there was progress.</summary>
    private byte[] Next(daxspec_frame_type wanted, TimeSpan limit)
    {
        for (var seen = _progress(); ;)
        {
            if (TryTake(limit, out var frame))
                return frame.Type == wanted ? frame.Bytes : throw Refused(frame.Type, frame.Bytes, wanted);
            if (_frames.IsCompleted) throw new ProbeLostException(_ended);
            var now = _progress();
            if (now == seen) throw new ProbeLostException($"no answer within {limit.TotalSeconds:0.#} s");
            seen = now;
        }
    }

    private bool TryTake(TimeSpan limit, out (daxspec_frame_type Type, byte[] Bytes) frame) => _frames.TryTake(out frame, (int)limit.TotalMilliseconds, _cancel);

    private static Exception Refused(daxspec_frame_type type, byte[] bytes, daxspec_frame_type wanted)
    {
        if (type != DAXSPEC_FRAME_ERROR) return new ProbeLostException($"a frame of type {type} came where {wanted} was wanted");
        if (bytes.Length < sizeof(ulong)) return Malformed.Of($"an ERROR frame of {bytes.Length} bytes", "an errno of 8 bytes and text");
        var errno = Math.Abs(unchecked((long)MemoryMarshal.Read<ulong>(bytes)));
        return new TargetException($"the guest refuses {wanted}: {Errno.Text(-errno)} {Encoding.UTF8.GetString(bytes.AsSpan(sizeof(ulong))).TrimEnd('\0')}");
    }

    private void Read()
    {
        try
        {
            Span<byte> head = stackalloc byte[Unsafe.SizeOf<daxspec_frame>()];
            while (true)
            {
                _stream.ReadExactly(head);
                var frame = MemoryMarshal.Read<daxspec_frame>(head);
                if (frame.type is < (uint)DAXSPEC_FRAME_HELLO or > (uint)DAXSPEC_FRAME_ERROR || frame.bytes > MaxFrame)
                {
                    _ended = $"the guest sent a frame of type {frame.type} with {frame.bytes} bytes, which is none";
                    break;
                }
                var bytes = new byte[frame.bytes];
                _stream.ReadExactly(bytes);
                _frames.Add(((daxspec_frame_type)frame.type, bytes));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The end of the stream is the end of the guest; so is our own Dispose.
        }
        _frames.CompleteAdding();
    }
}
