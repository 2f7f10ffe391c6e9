using System.CommandLine;
using Conformance.Lab;

namespace Conformance.CommandLine;

/// <summary>daxspec lab: real kernels in virtual machines.</summary>
internal static class LabCommand
{
    public static Command Make(TextWriter output, TextWriter error, ILabHost host) => new("lab", "check the pmem drivers of real kernels in virtual machines")
    {
        LabListCommand.Make(output),
        LabPrepareCommand.Make(output, error),
        LabCheckCommand.Make(output, error, host),
        LabBuildCommand.Make(output, error),
        LabSurfaceCommand.Make(output, error),
        LabMatrixCommand.Make(output, error, host),
        LabShellCommand.Make(error),
    };
}
