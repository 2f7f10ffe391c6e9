using System.CommandLine;
using Conformance.Lab;

namespace Conformance.CommandLine;

/// <summary>The command tree: one class a command, options that several have in <see cref="CommonOptions"/>.</summary>
internal static class Commands
{
    public static RootCommand Root(TextWriter output, TextWriter error, ILabHost lab) => new(
        """
        daxspec: does a Linux DAX / persistent-memory driver honour the contract?

        Without arguments it checks the default target, a user-space driver over a mapped scratch file, and writes report.md,
        junit.xml and run.jsonl to ./daxspec-out.

        Exit codes: 0 conforms, 1 broken, 2 a known deviation no longer occurs or a waiver is out of
        order, 3 nothing was checked,
        4 the harness or the environment failed, 64 wrong use, 130 interrupted.
        """)
    {
        CheckCommand.Make(output, error),
        AskCommand.Make(output),
        ReplayCommand.Make(output, error),
        ReproCommand.Make(output),
        WaiveCommand.Make(output, error),
        DiffCommand.Make(output, error),
        SmokeCommand.Make(output),
        ListCommand.Make(output),
        ContractCommand.Make(output),
        DoctorCommand.Make(output),
        LabCommand.Make(output, error, lab),
        FindingsCommand.Make(output),
        PowerCommand.Make(output, error),
    };
}
