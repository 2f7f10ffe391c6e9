using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Tests;

namespace Conformance.Suite;

/// <summary>A signal to a run of this very program in a process of its own, with a real guest.</summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealInterruptTests : IDisposable
{
    private static readonly string[] Kernel = ["--kernel", LabFactAttribute.Kernel];

    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-interrupt-");

    [LabFact]
    public void While_a_guest_boots() => Assert.Equal([], Interrupt("INT", "booting ", ["lab", "check", .. Kernel, "--driver", "e820"]));

    [LabFact]
    public void Between_drivers_the_reports_of_those_that_are_through_are_whole()
    {
        Interrupt("INT", "checking lab:6.1/nfit", ["lab", "check", .. Kernel, "--driver", "e820", "--driver", "nfit", "--cases", "20"]);
        var e820 = File.ReadAllLines(Path.Combine(_out.FullName, LabFactAttribute.Kernel, "e820", "run.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("type").GetString()).ToArray();
        Assert.Equal(("header", "footer"), (e820[0], e820[^1]));
        Assert.False(Directory.Exists(Path.Combine(_out.FullName, LabFactAttribute.Kernel, "nfit")));
        Assert.Contains("\"driver\":\"e820\"", File.ReadAllText(Path.Combine(_out.FullName, LabFactAttribute.Kernel, "lab.jsonl")), StringComparison.Ordinal);
    }

    [LabFact]
    public void In_the_midst_of_the_matrix() => Interrupt("TERM", "checking lab:6.1/nd_pmem", ["lab", "matrix", .. Kernel, "--docs", _out.FullName]);

    [LabFact]
    public void In_the_midst_of_a_surface() => Interrupt("INT", "job started", ["lab", "surface", .. Kernel, "--driver", "e820"]);

    [LabFact]
    public void In_the_midst_of_a_check() => Interrupt("TERM", "booting ", ["check", $"lab:{LabFactAttribute.Kernel}/nd_pmem"]);

    /// <summary>Nobody takes the guest down: it sees that the host is gone, and powers off.</summary>
    [LabFact]
    public void By_a_signal_that_nobody_can_take() => Interrupt("KILL", "checking lab:6.1/e820", ["lab", "check", .. Kernel, "--driver", "e820"], killed: true);

    public void Dispose() => _out.Delete(recursive: true);

    /// <summary>Sends it when the run says a word, and holds what is left against nothing at all.</summary>
    /// <returns>what the run has left in its directory</returns>
    private string[] Interrupt(string signal, string word, string[] arguments, bool killed = false)
    {
        // What a shell starts in its background is born deaf to SIGINT, and hands that down.
        using var run = new Process { StartInfo = new("env", ["--default-signal", LabGuest.Program[0], LabGuest.Program[1], .. arguments, "--out", _out.FullName]) { RedirectStandardError = true, RedirectStandardOutput = true } };
        var said = new List<string>();
        using var told = new ManualResetEventSlim();
        run.ErrorDataReceived += (_, e) =>
        {
            lock (said) said.Add(e.Data ?? "");
            if (e.Data?.StartsWith(word, StringComparison.Ordinal) == true) told.Set();
        };
        run.Start();
        run.BeginErrorReadLine();
        run.BeginOutputReadLine();
        Assert.True(told.Wait(TimeSpan.FromMinutes(3)), string.Join('\n', said));
        var children = Children(run.Id, TimeSpan.FromSeconds(5));
        Assert.NotEmpty(children);
        using (var kill = Process.Start("kill", [$"-{signal}", run.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        Assert.True(run.WaitForExit(TimeSpan.FromSeconds(20)), $"{string.Join('\n', said)}\nstill runs");
        run.WaitForExit();
        if (killed) Assert.True(SpinWait.SpinUntil(() => !Array.Exists(children, c => Lives(c.Id)), TimeSpan.FromMinutes(2)), $"lives on: {string.Join(", ", children.Where(c => Lives(c.Id)).Select(c => c.Command))}");
        else Assert.Equal((ExitCodes.Interrupted, "daxspec: interrupted"), (run.ExitCode, said.Last(s => s.Length > 0)));
        Assert.All(children, c => Assert.False(Lives(c.Id), $"left running: {c.Command}"));
        Assert.All(children.SelectMany(c => c.Command.Split('\0', ',', '=')).Where(w => w.StartsWith("/dev/shm/daxspec-", StringComparison.Ordinal)), w => Assert.False(Directory.Exists(Path.GetDirectoryName(w)), $"left behind: {w}"));
        return [.. _out.EnumerateFileSystemInfos().Select(f => f.Name)];
    }

    /// <summary>Those of a process, as soon as there are some.</summary>
    private static (int Id, string Command)[] Children(int parent, TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < limit; Thread.Sleep(20))
        {
            var found = ProcessTable.Ids
                .Where(id => ProcessTable.Read(id, "status").Contains($"\nPPid:\t{parent}\n", StringComparison.Ordinal)).Select(id => (id, ProcessTable.Read(id, "cmdline"))).ToArray();
            // Before its exec a child bears its parent's name.
            if (Array.Exists(found, f => f.Item2.Contains("qemu-system", StringComparison.Ordinal))) return found;
        }
        return [];
    }

    /// <summary>Whether it does; one that has ended and that nobody has waited for, as the first process of a container may not, does not.</summary>
    private static bool Lives(int process) => ProcessTable.Read(process, "status") is { Length: > 0 } status && !status.Contains("\nState:\tZ", StringComparison.Ordinal);
}
