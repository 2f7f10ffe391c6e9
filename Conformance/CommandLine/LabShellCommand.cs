using System.CommandLine;
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
        var command = new Command("shell", "a shell in a guest with all its devices; 'poweroff -f' or ctrl-a x ends it") { kernel };
        command.SetAction(parsed =>
        {
            var name = LabOptions.Bootable([parsed.GetRequiredValue(kernel)], LabCache.Default)[0];
            error.WriteLine($"booting {name}; 'poweroff -f' or ctrl-a x ends it");
            return name.Length > 0 ? throw new TargetException("the guest has no shell mode yet") : ExitCodes.Harness;
        });
        return command;
    }
}
