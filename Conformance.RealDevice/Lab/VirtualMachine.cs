using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Lab;

/// <summary>Runs one job in one guest, and never waits longer than the job allows.</summary>
public static class VirtualMachine
{
    /// <summary>For the last console lines and the power-off, once the guest said that it ends.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>What the guest leaves in the results directory; what an earlier guest left there would be taken for this one's.</summary>
    private static readonly string[] Left = ["guest.exit", "guest.failed", "stdout.txt", "stderr.txt", "dmesg.txt", "serial.txt"];

    /// <summary>
    /// Boots the job's kernel, runs its command, ends the guest. The results directory then holds what the job wrote there and
    /// stdout.txt, stderr.txt, serial.txt and, unless the guest died, dmesg.txt (the kernel's warnings and worse).
    /// </summary>
    /// <param name="job">What to run.</param>
    /// <param name="progress">Told every line of init and of the job, as in <see cref="GuestConsole.Read"/>.</param>
    /// <param name="cancellation">Ends the guest, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The job has a <see cref="GuestJob.Problem"/>.</exception>
    public static GuestResult Run(GuestJob job, Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(progress);
        if (job.Problem() is { } problem)
            throw new ArgumentException(problem, nameof(job));
        var accelerator = QemuCommand.Accelerator(Environment.GetEnvironmentVariable("DAXSPEC_LAB_ACCEL"));
        PrepareOut(job);

        var console = new GuestConsole();
        var clock = Stopwatch.StartNew();
        using var qemu = new Process { StartInfo = StartInfo(job, accelerator) };
        using var lines = new BlockingCollection<string>();
        Collect(qemu, lines);
        try
        {
            qemu.Start();
        }
        catch (Win32Exception e)
        {
            return new GuestResult(GuestStatus.FailedToBoot,
                $"{QemuCommand.Program} does not start: {e.Message}; run: {LabCache.PrepareCommand(job.Kernel.Name)}",
                null, [], [], TimeSpan.Zero, clock.Elapsed);
        }

        try
        {
            qemu.StandardInput.Close();
            qemu.BeginOutputReadLine();
            qemu.BeginErrorReadLine();
            var (overdue, boot) = Watch(job, console, lines, clock, progress, cancellation);
            // After the console's end comes QEMU's, unless it is stuck itself.
            var code = overdue is null && qemu.WaitForExit(Milliseconds(Grace)) ? qemu.ExitCode : (int?)null;
            File.WriteAllLines(Path.Join(job.OutDirectory, "serial.txt"), console.Log);
            var (status, reason, exit) = Conclude(console, overdue, ExitCode(job), code);
            return new GuestResult(status, reason, exit, [.. console.KernelLog], [.. console.Log], boot, clock.Elapsed);
        }
        finally
        {
            End(qemu);
        }
    }

    /// <summary>How the guest ended, from what was seen of it.</summary>
    /// <param name="console">What it said.</param>
    /// <param name="overdue">Which limit it passed, if it had to be ended.</param>
    /// <param name="exit">The job's exit code, if it left one.</param>
    /// <param name="qemu">QEMU's exit code, if it ended by itself.</param>
    public static (GuestStatus Status, string Reason, int? ExitCode) Conclude(GuestConsole console, string? overdue, int? exit, int? qemu)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (exit is { } code)
            return (GuestStatus.Finished, $"the job ended with exit code {code}", code);
        if (console.Panicked)
            return (LastWords.FaultOf(console.KernelLog) == Fault.Livelock ? GuestStatus.Hung : GuestStatus.Panicked, $"the guest's kernel panicked: {console.KernelLog[0]}", null);
        if (console.Failure is { } failure)
            return (GuestStatus.FailedToBoot, failure, null);
        if (console.DeadlineReached)
            return (GuestStatus.Hung, "the guest powered off at its own deadline", null);
        var last = console.Log.Count > 0 ? $"; last line: {console.Log[^1]}" : "; it said nothing";
        if (overdue is not null)
            return (console.Started ? GuestStatus.Hung : GuestStatus.FailedToBoot, overdue + last, null);
        var end = $"the guest ended without exit code or panic message (QEMU's exit code {qemu?.ToString(CultureInfo.InvariantCulture) ?? "unknown"})";
        return (console.Started ? GuestStatus.Panicked : GuestStatus.FailedToBoot, end + last, null);
    }

    /// <summary>Reads the console to its end or until a limit is passed, and then says which one.</summary>
    private static (string? Overdue, TimeSpan Boot) Watch(GuestJob job, GuestConsole console, BlockingCollection<string> lines, Stopwatch clock,
        Action<string> progress, CancellationToken cancellation)
    {
        var alive = TimeSpan.Zero;
        var boot = TimeSpan.Zero;
        var ending = (TimeSpan?)null;
        while (true)
        {
            var (limit, overdue) = ending is { } since ? (since + Grace, $"the guest did not power off within {Seconds(Grace)}")
                : job.Deadline < alive + job.NoProgress ? (job.Deadline, $"not done within {Seconds(job.Deadline)}")
                : (alive + job.NoProgress, $"no progress for {Seconds(job.NoProgress)}");
            var left = limit - clock.Elapsed;
            if (left <= TimeSpan.Zero)
                return (overdue, boot);
            if (!lines.TryTake(out var line, Milliseconds(left), cancellation))
            {
                if (lines.IsCompleted)
                    return (null, boot);
                continue;
            }

            var starting = !console.Started;
            if (console.Read(line, out var news))
                alive = clock.Elapsed;
            if (starting && console.Started)
                boot = clock.Elapsed;
            if (console.Ending)
                ending ??= clock.Elapsed;
            if (news is not null)
                progress(news);
        }
    }

    private static ProcessStartInfo StartInfo(GuestJob job, string accelerator) =>
        new(QemuCommand.Program, QemuCommand.Arguments(job, accelerator))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

    /// <summary>Gathers console and error output; the collection completes when both have ended.</summary>
    private static void Collect(Process qemu, BlockingCollection<string> lines)
    {
        var open = 2;
        void Take(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is { } line)
                lines.Add(line.TrimEnd('\r'));
            else if (Interlocked.Decrement(ref open) == 0)
                lines.CompleteAdding();
        }

        qemu.OutputDataReceived += Take;
        qemu.ErrorDataReceived += Take;
    }

    private static void PrepareOut(GuestJob job)
    {
        Directory.CreateDirectory(job.OutDirectory);
        foreach (var name in Left)
            File.Delete(Path.Join(job.OutDirectory, name));
        File.WriteAllText(Path.Join(job.OutDirectory, "job"), job.Script());
    }

    private static int? ExitCode(GuestJob job)
    {
        var file = Path.Join(job.OutDirectory, "guest.exit");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var code)
            ? code : null;
    }

    private static void End(Process qemu)
    {
        if (!qemu.HasExited)
            qemu.Kill();
        // Waits for the output handlers too: nothing may come in once the collection is gone.
        qemu.WaitForExit();
    }

    /// <summary>Rounded up, so that a wait never ends just before its limit.</summary>
    private static int Milliseconds(TimeSpan time) => (int)Math.Min(Math.Ceiling(time.TotalMilliseconds), int.MaxValue);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
