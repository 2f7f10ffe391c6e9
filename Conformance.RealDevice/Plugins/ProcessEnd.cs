using System.Diagnostics;
using System.Globalization;

namespace Conformance.RealDevice.Plugins;

/// <summary>How a process ended, in words.</summary>
internal static class ProcessEnd
{
    private static readonly string[] Signals =
        ["", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM"];

    /// <summary>PF_EXITING of include/linux/sched.h, in the flags of /proc/PID/stat: set before a process that ends closes its files.</summary>
    private const uint Exiting = 4;

    /// <summary>Of one that has closed its side of a pipe; null: it does not end.</summary>
    public static string? Of(Process process)
    {
        if (!IsEnding(process.Id)) return null;
        process.WaitForExit();
        var code = process.ExitCode;
        return code > 128 && code - 128 < Signals.Length ? $"killed by {Signals[code - 128]}" : $"exited with code {code}";
    }

    private static bool IsEnding(int id)
    {
        try
        {
            // "PID (COMMAND) STATE PPID PGRP SESSION TTY TPGID FLAGS ...": a command may hold anything.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" || (uint.Parse(fields[6], CultureInfo.InvariantCulture) & Exiting) != 0;
        }
        catch (IOException)
        {
            return true;
        }
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
