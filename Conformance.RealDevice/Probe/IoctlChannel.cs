using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>The probe in the running kernel, by ioctl on /dev/daxspec.</summary>
public sealed unsafe class IoctlChannel : IProbeChannel
{
    public const string Device = "/dev/daxspec";

    /// <summary>Room for answers, in bytes; what does not fit is asked again.</summary>
    private const int AnswerRoom = 4 << 20;

    private readonly SafeFileHandle _probe;
    private readonly Queue<ProbeAnswers> _answers = new();
    private byte[] _room = new byte[AnswerRoom];

    /// <exception cref="TargetException">there is no probe in this kernel, or another version of it</exception>
    public IoctlChannel()
    {
        _probe = Fcntl.open(Device, Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
        if (_probe.IsInvalid)
            throw new TargetException($"{Device}: found {LibcException.Last("open").Message}; wanted the kernel probe; do: as root, make -C /lib/modules/$(uname -r)/build M=$PWD/lab/probe modules && insmod lab/probe/daxspec_probe.ko, or use lab:KERNEL/NAME");
        try
        {
            daxspec_info info = default;
            Control(DAXSPEC_IOC_INFO, &info, nameof(DAXSPEC_IOC_INFO));
            Info = ProbeVersion.Check(info);
        }
        catch
        {
            _probe.Dispose();
            throw;
        }
    }

    public daxspec_info Info { get; }

    public daxspec_device Open(in daxspec_open request)
    {
        var open = request;
        Control(DAXSPEC_IOC_OPEN, &open, $"{nameof(DAXSPEC_IOC_OPEN)} {ProbeVersion.Text(open.path)}");
        return open.device;
    }

    public void Send(ReadOnlyMemory<byte> requests)
    {
        fixed (byte* from = requests.Span, to = _room)
        {
            var run = new daxspec_run { requests = (ulong)from, request_bytes = (ulong)requests.Length, answers = (ulong)to, answer_bytes = (ulong)_room.Length };
            Control(DAXSPEC_IOC_RUN, &run, nameof(DAXSPEC_IOC_RUN));
            if (run.answer_bytes > (ulong)_room.Length) throw Malformed.Of($"{run.answer_bytes} bytes of answers", $"at most {_room.Length}");
            _answers.Enqueue(new(run, _room.AsSpan(0, (int)run.answer_bytes).ToArray()));
        }
    }

    public ProbeAnswers Receive() => _answers.Dequeue();

    public void Dispose()
    {
        _probe.Dispose();
        _room = [];
    }

    private void Control(nuint request, void* argument, string call)
    {
        while (Ioctl.ioctl(_probe, request, argument) < 0)
        {
            var failure = LibcException.Last(call);
            if (failure.Errno != EINTR) throw new TargetException($"the kernel probe refuses {failure.Message}", failure);
        }
    }

    private const int EINTR = 4;
}
