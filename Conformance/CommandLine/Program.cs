using System.CommandLine;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>daxspec: the command line. Results go to standard output, progress and errors to standard error.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        if (args is [LibraryHost.Command, .. var rest]) return LibraryHost.Run(rest);
        using var interrupt = new Interrupt();
        return Run(args, Console.Out, Console.Error, interrupt.Token);
    }

    /// <summary>Runs one command line and returns its exit code (<see cref="ExitCodes"/>).</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancel = default) =>
        Run(args, output, error, new SessionHost((generation, own, cancelled) => LabScript.PrepareOwn(generation, own, error, cancelled)), cancel);

    /// <summary>The same, with what boots the lab's guests.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error, ILabHost lab, CancellationToken cancel = default)
    {
        var root = Commands.Root(output, error, lab);
        // "@plain" names a device, not a response file.
        var parsed = root.Parse(args.Length == 0 ? ["check"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) error.WriteLine($"daxspec: {problem.Message}");
            error.WriteLine($"daxspec: see 'daxspec {string.Join(' ', CommandPath(parsed).Append("--help"))}'");
            return ExitCodes.Usage;
        }
        try
        {
            // The signals are this program's own to take: a command that runs at once is through before the library would listen.
            return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error }, cancel).GetAwaiter().GetResult();
        }
        catch (Exception e) when (Known(e) is { } known)
        {
            error.WriteLine($"daxspec: {known.Message}");
            return known.Code;
        }
    }

    private static IEnumerable<string> CommandPath(ParseResult parsed)
    {
        for (var command = parsed.CommandResult; command?.Parent is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            yield return command.Command.Name;
    }

    /// <summary>Errors that are the caller's or the environment's: a message and an exit code, never a stack trace.</summary>
    private static (string Message, int Code)? Known(Exception e) => e switch
    {
        UsageException or FormatException => (e.Message, ExitCodes.Usage),
        StaleWaiverException => (e.Message, ExitCodes.UnexpectedPass),
        ModelException or TargetException or IOException or UnauthorizedAccessException => (e.Message, ExitCodes.Harness),
        OperationCanceledException => ("interrupted", ExitCodes.Interrupted),
        AggregateException { InnerExceptions: [var inner, ..] } => Known(inner),
        _ => null,
    };
}
