using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Conformance.Lab;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>daxspec lab shell: a shell in a guest with all its devices, on this terminal.</summary>
internal static class LabShellCommand
{
    public static Command Make(TextWriter error)
    {
        var kernel = new Argument<string>("KERNEL") { Description = string.Join(", ", KernelList.All.Select(k => k.Name)), DefaultValueFactory = _ => LabOptions.DefaultKernel };
        var own = LabOptions.OwnModule();
        var command = new Command("shell", "a shell in a guest with all its devices; 'exit' or ctrl-a x ends it") { kernel, own.Modules, own.Parameters, own.Device, own.Setup };
        command.SetAction(parsed =>
        {
            var module = LabOptions.Module(parsed, own);
            return Run(LabOptions.Bootable([parsed.GetRequiredValue(kernel)], LabCache.Default)[^1], module, error);
        });
        return command;
    }

    private static int Run(string name, OwnModule? module, TextWriter error)
    {
        if (!LabCache.Default.TryFind(name, out var kernel, out var problem)) throw new TargetException($"lab:{name} is not observable here: {problem}");
        module?.CheckFits(kernel);
        var directory = module is null ? null : Directory.CreateTempSubdirectory("daxspec-");
        if (directory is not null) kernel = QemuGuest.WithModule(kernel, module!, Path.Join(directory.FullName, "initrd"));
        error.WriteLine($"booting {kernel.Release}; 'exit' or ctrl-a x ends it");
        var accelerator = QemuCommand.Accelerator(Environment.GetEnvironmentVariable("DAXSPEC_LAB_ACCEL"));
        try
        {
            using var qemu = Process.Start(new ProcessStartInfo(QemuCommand.Program, QemuCommand.ShellArguments(kernel, accelerator)))!;
            qemu.WaitForExit();
            return qemu.ExitCode == 0 ? ExitCodes.Conforms : ExitCodes.Harness;
        }
        catch (Win32Exception e)
        {
            throw new TargetException($"{QemuCommand.Program} does not start: {e.Message}; run: {LabCache.PrepareCommand(name)}", e);
        }
        finally
        {
            directory?.Delete(recursive: true);
        }
    }
}
