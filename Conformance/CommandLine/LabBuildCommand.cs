using System.CommandLine;
using Conformance.Lab;
using Conformance.RealDevice.Lab;

namespace Conformance.CommandLine;

/// <summary>daxspec lab build: builds an out-of-tree kernel module for kernels of the lab.</summary>
internal static class LabBuildCommand
{
    public static Command Make(TextWriter output, TextWriter error)
    {
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "where the module's Kbuild or Makefile is; modules go to DIR/KERNEL" };
        var kernels = LabOptions.Kernels(LabOptions.DefaultKernel);
        var command = new Command("build", "build an out-of-tree kernel module for kernels of the lab, in a root of their Debian suite (runs lab/prepare --build)") { directory, kernels };
        command.SetAction((parsed, cancel) =>
        {
            var from = parsed.GetRequiredValue(directory);
            if (!from.Exists) throw new UsageException($"found no directory {from}; wanted the one of an out-of-tree module, with its Kbuild or Makefile");
            var names = LabOptions.Bootable(parsed.GetValue(kernels) ?? [], LabCache.Default);
            return Task.FromResult(LabScript.Run(["--build", from.FullName, .. names], output, error, cancel));
        });
        return command;
    }
}
