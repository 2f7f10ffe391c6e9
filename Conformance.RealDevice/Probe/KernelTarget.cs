using Conformance.RealDevice.DaxFile;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;
using static Conformance.RealDevice.Probe.DaxspecProbe.daxspec_provider;

namespace Conformance.RealDevice.Probe;

/// <summary>
/// kernel:PATH: the real functions of the running kernel, through the probe module. PATH is a disk (/dev/pmemN, a device-mapper
/// device) or a character device (/dev/daxX.Y), which is overwritten; made=/dev/pmemN: devices of any geometry that the probe makes
/// in memory behind nd_pmem's functions, for which that disk only lends its bus.
/// </summary>
public sealed class KernelTarget : ITarget, IProbeLink
{
    private const string Made = "made=";

    private readonly IoctlChannel _channel;
    private readonly TargetDescription _description;
    private readonly ProbeCounters _counters = new();

    /// <param name="path">what to open</param>
    /// <param name="allowWrite">the device may be overwritten</param>
    /// <param name="profile">the generation that a device of nd_pmem is judged by</param>
    /// <exception cref="TargetException">no probe, or the device is refused</exception>
    public KernelTarget(string path, bool allowWrite, string profile)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = $"kernel:{path}";
        if (!allowWrite) throw Refusal.Of(name, "no leave to write", "--write-to with this very device: histories overwrite it", $"daxspec check {name} --write-to {path}, if nothing on it is of use");
        var device = DeviceOf(path);
        var kind = device != path ? DAXSPEC_MADE : Path.GetFileName(device).StartsWith("dax", StringComparison.Ordinal) ? DAXSPEC_CHAR : DAXSPEC_BLOCK;
        _channel = new IoctlChannel();
        try
        {
            var opened = _channel.Open(new ProbeProvider(kind, device, []).Request());
            var claims = kind == DAXSPEC_MADE || (opened.flags & DAXSPEC_IS_ND_PMEM) != 0;
            _description = ProbeDescription.Of(name, kind == DAXSPEC_MADE ? "nd_pmem's functions in the running kernel, on devices that the probe makes" : $"{device} in the running kernel", claims ? profile : null, _channel.Info, opened, Path.GetFileName(device).StartsWith("dm-", StringComparison.Ordinal) || device.StartsWith("/dev/mapper/", StringComparison.Ordinal));
        }
        catch
        {
            _channel.Dispose();
            throw;
        }
    }

    /// <summary>The device that a PATH names.</summary>
    public static string DeviceOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Made, StringComparison.Ordinal) ? path[Made.Length..] : path;
    }

    public TargetDescription Description => _description with { Environment = [.. _description.Environment, .. _counters.Lines()] };

    IProbeChannel IProbeLink.Channel => _channel;

    public IDeviceUnderTest Open() => new ProbeDevice(this, _description.Observes, _description.Fixed is not null, new());

    public void Dispose() => _channel.Dispose();

    ProbeDeath IProbeLink.Lose(string reason) => throw new TargetException($"{_description.Name}: {reason}; there is no other machine to go on with");

    void IProbeLink.Count(ulong calls, ulong nanoseconds) => _counters.Add(calls, nanoseconds);
}
