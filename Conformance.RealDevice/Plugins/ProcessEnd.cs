using System.Diagnostics;

namespace Conformance.RealDevice.Plugins;

/// <summary>How a process ended, in words.</summary>
internal static class ProcessEnd
{
    private static readonly string[] Signals =
        ["", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM"];

    /// <summary>Waits a moment for the end that is near; null: it does not end.</summary>
    public static string? Of(Process process)
    {
        if (!process.WaitForExit(1000)) return null;
        var code = process.ExitCode;
        return code > 128 && code - 128 < Signals.Length ? $"killed by {Signals[code - 128]}" : $"exited with code {code}";
    }

    /// <summary>Ends a process and all that it started.</summary>
    public static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit(2000);
        }
        catch (InvalidOperationException)
        {
            // Already gone.
        }
    }
}
