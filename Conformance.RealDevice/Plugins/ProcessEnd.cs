using System.Diagnostics;
using System.Globalization;
using Conformance.RealDevice.Native;

namespace Conformance.RealDevice.Plugins;

/// <summary>How a process ended, in words.</summary>
internal static class ProcessEnd
{
    private static readonly string[] Signals =
        ["", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM"];

    /// <summary>PF_EXITING of include/linux/sched.h, in the flags of /proc/PID/stat: set before a process that ends closes its files.</summary>
    private const uint Exiting = 4;

    /// <summary>CONFIG_PROC_CHILDREN.</summary>
    private static readonly bool KernelTellsChildren = System.IO.File.Exists($"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}/children");

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
            var stat = System.IO.File.ReadAllText($"/proc/{id}/stat");
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
            if (!process.HasExited)
            {
                // Where the kernel does not tell them, they are looked for among all processes: five files of each.
                if (KernelTellsChildren) KillStartedBy(process.Id);
                process.Kill(entireProcessTree: !KernelTellsChildren);
            }
            process.WaitForExit(2000);
        }
        catch (InvalidOperationException)
        {
            // Already gone.
        }
    }

    /// <summary>Stops a process, so that it starts no more, and ends what it has started.</summary>
    private static void KillStartedBy(int id)
    {
        _ = Signal.kill(id, Signal.SIGSTOP);
        foreach (var child in Children(id))
        {
            KillStartedBy(child);
            _ = Signal.kill(child, Signal.SIGKILL);
        }
    }

    private static int[] Children(int id)
    {
        try
        {
            return [.. from thread in Directory.GetDirectories($"/proc/{id}/task")
                       from child in System.IO.File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                       select int.Parse(child, CultureInfo.InvariantCulture)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
