using System.CommandLine;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>daxspec: the command line. Results go to standard output, progress and errors to standard error.</summary>
public static class Program
{
    public static int Main(string[] args) => args is [LibraryHost.Command, .. var rest] ? LibraryHost.Run(rest) : Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line and returns its exit code (<see cref="ExitCodes"/>).</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error) => Run(args, output, error, new SessionHost((generation, own) => LabScript.PrepareOwn(generation, own, error)));

    /// <summary>The same, with what boots the lab's guests.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error, ILabHost lab)
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
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
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
        ModelException or TargetException or IOException or UnauthorizedAccessException => (e.Message, ExitCodes.Harness),
        OperationCanceledException => ("interrupted", ExitCodes.Interrupted),
        AggregateException { InnerExceptions: [var inner, ..] } => Known(inner),
        _ => null,
    };
}
