using System.Diagnostics;
using System.Text;
using Conformance.CommandLine;
using Conformance.Lab;
using Conformance.Targets;
using Conformance.Tests;

namespace Conformance.Suite;

/// <summary>The sample of a kernel module, built for a kernel of the lab and loaded into its guests. What goes well stands in its tutorial, which is run too.</summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealModuleTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-module-");

    /// <summary>Every recovery takes the machine down: that costs some machines, not the run.</summary>
    [LabFact]
    public void A_module_that_panics_is_a_finding_with_a_smallest_history()
    {
        var (code, said) = Check("--param", "broken=panics-on-recovery", "--cases", "20");
        Assert.True(code == ExitCodes.Broken, said);
        var report = File.ReadAllText(Path.Join(_directory.FullName, "out", LabFactAttribute.Kernel, "rampmem", "report.md"));
        Assert.Contains("RW-04  A clean range is written as asked\n  device   page=4096 size=4194304 (1,024 pages)\n  when     dax_recovery_write bytes=1\n  got      WildAccess", report, StringComparison.Ordinal);
        Assert.Contains("Kernel panic - not syncing: rampmem: told to", report, StringComparison.Ordinal);
        Assert.Contains("dax_recovery_write: not carried out any more in this run", report, StringComparison.Ordinal);
    }

    [LabFact]
    public void A_module_that_does_not_load_fails_the_run_with_the_kernel_s_last_line()
    {
        var (code, said) = Check("--param", "broken=nonsense");
        Assert.Contains("could not be checked: no-load insmod: can't insert '/own/rampmem.ko': Invalid argument; the kernel's last line: rampmem: there is no broken=nonsense", said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    [LabFact]
    public void A_script_that_fails_fails_the_run_with_its_last_line()
    {
        var script = Path.Join(_directory.FullName, "setup.sh");
        File.WriteAllText(script, "echo no luck today\nexit 7\n");
        var (code, said) = Check("--setup", script);
        Assert.Contains("could not be checked: no-setup the setup script ended with exit code 7: no luck today", said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    [LabFact]
    public void A_shell_has_the_disk_of_the_module()
    {
        var module = Built(TextWriter.Null);
        string[] daxspec = [.. PluginHost.Command.SkipLast(1), "lab", "shell", LabFactAttribute.Kernel, "--module", module, "--device", "/dev/rampmem0"];
        using var shell = Process.Start(new ProcessStartInfo(daxspec[0], daxspec[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = shell.StandardError.ReadToEndAsync();
        var said = new StringBuilder();
        while (!said.ToString().EndsWith("/ # ", StringComparison.Ordinal) && shell.StandardOutput.Read() is >= 0 and var c) said.Append((char)c);
        // A terminal echoes: what is asked for must not be what is looked for.
        shell.StandardInput.WriteLine("echo sectors=$(cat /sys/block/rampmem0/size); exit");
        said.Append(shell.StandardOutput.ReadToEnd());
        shell.WaitForExit();
        Assert.True(shell.ExitCode == ExitCodes.Conforms, error.Result);
        Assert.Contains("rampmem provider=block path=/dev/rampmem0", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("sectors=8192", said.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private (int Code, string Said) Check(params string[] more)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var built = Built(said);
        var code = Program.Run(["lab", "check", "--kernel", LabFactAttribute.Kernel, "--module", built, "--device", "/dev/rampmem0", "--out", Path.Join(_directory.FullName, "out"), .. more], said, said, Lab());
        return (code, said.ToString());
    }

    /// <summary>The sample's module.</summary>
    private string Built(TextWriter said)
    {
        var module = Path.Join(_directory.FullName, "module");
        Directory.CreateDirectory(module);
        foreach (var file in Directory.GetFiles(Path.Join(PluginRun.Samples, "module"))) File.Copy(file, Path.Join(module, Path.GetFileName(file)));
        Assert.True(Program.Run(["lab", "build", module, "--kernel", LabFactAttribute.Kernel], said, said, Lab()) == ExitCodes.Conforms, said.ToString());
        return Path.Join(module, LabFactAttribute.Kernel, "rampmem.ko");
    }

    private static SessionHost Lab() => new((_, _, _) => throw new InvalidOperationException());
}
