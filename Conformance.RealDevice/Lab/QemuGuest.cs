using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Lab;

/// <summary>A guest that serves, in QEMU: its port is a UNIX socket, its memory a file that the journal can be read from.</summary>
public sealed class QemuGuest : IGuest
{
    /// <summary>Init's word that the relay starts.</summary>
    private const string Serving = "@daxspec serving";

    /// <summary>From QEMU's start until it has connected, and from the guest's last word to QEMU's end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _directory;
    private readonly Process _qemu;
    private readonly List<string> _lines = [];
    private readonly SafeFileHandle _ram;
    private readonly QemuEvents _events;

    private QemuGuest(DirectoryInfo directory, Process qemu, Stream port, Stream control, SafeFileHandle ram) => (_directory, _qemu, Port, _events, _ram) = (directory, qemu, port, new(control), ram);

    public Stream Port { get; }

    public IReadOnlyList<string> KernelLog
    {
        get
        {
            lock (_lines) return [.. Since(_lines), .. _events.Lines];
        }
    }

    /// <summary>Boots a prepared kernel; it says HELLO on the port when it is ready.</summary>
    /// <param name="kernel">what to boot</param>
    /// <param name="load">how it loads the probe; null: as usual</param>
    /// <param name="cancel">ends the wait for QEMU</param>
    /// <exception cref="TargetException">QEMU does not start</exception>
    public static QemuGuest Boot(LabKernel kernel, ProbeLoad? load = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var accelerator = QemuCommand.Accelerator(Environment.GetEnvironmentVariable("DAXSPEC_LAB_ACCEL"));
        var directory = MemoryDirectory.Make();
        var (socket, control, ram) = (Path.Combine(directory.FullName, "port"), Path.Combine(directory.FullName, "control"), Path.Combine(directory.FullName, "ram"));
        using var ports = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var controls = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Process? qemu = null;
        try
        {
            // QEMU takes a file that is there, whenever it gets to it.
            using (var file = File.Create(ram)) file.SetLength((long)GuestHardware.RamMebibytes << 20);
            Listen(ports, socket);
            Listen(controls, control);
            if (load?.Module is { } module) kernel = WithModule(kernel, module, Path.Combine(directory.FullName, "initrd"));
            qemu = Start(kernel, QemuCommand.ServeArguments(kernel, socket, ram, accelerator, load, control));
            var guest = new QemuGuest(directory, qemu, Accept(ports, qemu, cancel), Accept(controls, qemu, cancel), File.OpenHandle(ram, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            guest.Hear();
            return guest;
        }
        catch
        {
            if (qemu is not null) End(qemu);
            if (Directory.Exists(directory.FullName)) directory.Delete(recursive: true);
            throw;
        }
    }

    public daxspec_journal? Journal()
    {
        daxspec_journal journal = default;
        return RandomAccess.Read(_ram, MemoryMarshal.AsBytes(new Span<daxspec_journal>(ref journal)), GuestHardware.JournalAddress) == Marshal.SizeOf<daxspec_journal>() && journal.magic == DAXSPEC_JOURNAL_MAGIC ? journal : null;
    }

    public void AwaitEnd()
    {
        if (!_qemu.WaitForExit(KernelLog.Count > 0 ? Grace : TimeSpan.FromSeconds(1))) return;
        _qemu.WaitForExit();
        _events.Drain();
    }

    public void Dispose()
    {
        Port.Dispose();
        End(_qemu);
        _events.Dispose();
        _qemu.Dispose();
        _ram.Dispose();
        Unlink();
    }

    /// <summary>The kernel's lines behind the marker that the guest serves, before it all; and why init gave up, if it did.</summary>
    internal static List<string> Since(List<string> lines)
    {
        var console = new GuestConsole();
        var serving = lines.FindLastIndex(l => l.Contains(Serving, StringComparison.Ordinal));
        foreach (var line in lines.Skip(serving + 1)) console.Read(line, out _);
        return console.Failure is { } failure ? [.. console.KernelLog, $"init: {failure}"] : [.. console.KernelLog];
    }

    /// <summary>The kernel unpacks archive behind archive.</summary>
    internal static LabKernel WithModule(LabKernel kernel, OwnModule module, string initrd)
    {
        File.WriteAllBytes(initrd, [.. File.ReadAllBytes(kernel.Initrd), .. module.Archive()]);
        return kernel with { Initrd = initrd };
    }

    private static Process Start(LabKernel kernel, IReadOnlyList<string> arguments)
    {
        var qemu = new Process
        {
            StartInfo = new(QemuCommand.Program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            },
        };
        try
        {
            qemu.Start();
        }
        catch (Win32Exception e)
        {
            qemu.Dispose();
            throw new TargetException($"{QemuCommand.Program} does not start: {e.Message}; run: {LabCache.PrepareCommand(kernel.Name)}", e);
        }
        qemu.StandardInput.Close();
        return qemu;
    }

    private static void Listen(Socket listener, string path)
    {
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
    }

    private static NetworkStream Accept(Socket listener, Process qemu, CancellationToken cancel)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Grace;)
        {
            cancel.ThrowIfCancellationRequested();
            if (listener.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead)) return new NetworkStream(listener.Accept(), ownsSocket: true);
            if (qemu.HasExited) throw new TargetException($"{QemuCommand.Program} ended with exit code {qemu.ExitCode}: {qemu.StandardError.ReadToEnd().Trim()}");
        }
        throw new TargetException($"{QemuCommand.Program} did not connect within {Grace.TotalSeconds} s");
    }

    private void Hear()
    {
        _qemu.OutputDataReceived += Take;
        _qemu.ErrorDataReceived += Take;
        _qemu.BeginOutputReadLine();
        _qemu.BeginErrorReadLine();
    }

    private void Take(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is not { } line) return;
        lock (_lines) _lines.Add(line.TrimEnd('\r'));
        // QEMU has opened all that is there. Whatever becomes of this process from now on, it leaves nothing behind.
        if (line.Contains(Serving, StringComparison.Ordinal)) Unlink();
    }

    private void Unlink()
    {
        lock (_directory)
            if (Directory.Exists(_directory.FullName)) _directory.Delete(recursive: true);
    }

    private static void End(Process qemu)
    {
        if (!qemu.HasExited) qemu.Kill();
        qemu.WaitForExit();
    }
}
