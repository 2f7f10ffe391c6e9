using System.Collections.Immutable;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Lab;

/// <summary>What a guest that went down said last, and what it died of.</summary>
public static class LastWords
{
    private const int MaxLines = 40;

    /// <summary>Registers, addresses, the machine's name, guesses of the unwinder: lab/probe/log.c leaves them out likewise.</summary>
    private static readonly string[] Noise =
    [
        "Modules linked in:", "CPU:", "Comm:", "Hardware name:", "RSP:", "RAX:", "RDX:", "RBP:", "R10:", "R13:", "FS:", "CS:", "CR2:", "DR0:", "DR3:", "PKRU:", "Code:", "PGD ",
        "#PF: error_code", "---[", "Tainted:", "<TASK>", "</TASK>", "<NMI>", "</NMI>", "Call Trace:", "? ", "Kernel Offset:", "note: ", "------------[",
    ];

    /// <summary>
    /// A null pointer that was followed is a NullCall; any other fault, BUG or panic a WildAccess: the kernel's memory was not what
    /// the kernel took it for; so is an end without a word, a triple fault or a power-off. A guest that went silent, or that its own
    /// watchdogs found stuck, is a Livelock.
    /// </summary>
    public static Fault FaultOf(IEnumerable<string> kernelLog)
    {
        foreach (var line in kernelLog)
        {
            if (Has(line, "NULL pointer dereference")) return Fault.NullCall;
            if (Has(line, "daxspec: no progress") || Has(line, "QEMU: the watchdog fired")) return Fault.Livelock;
            if (Has(line, "soft lockup") || Has(line, "hard LOCKUP") || Has(line, "rcu_sched") || Has(line, "rcu_preempt") || Has(line, "blocked for more than")) return Fault.Livelock;
            if (Has(line, "BUG: ") || Has(line, "kernel BUG at") || Has(line, "general protection fault") || Has(line, "Oops") || Has(line, "Kernel panic") || Has(line, "double fault") || Has(line, "QEMU: shutdown")) return Fault.WildAccess;
        }
        return Fault.Livelock;
    }

    /// <summary>The first lines that say something, without what differs from boot to boot.</summary>
    public static ImmutableArray<string> Of(IEnumerable<string> kernelLog) =>
        [.. kernelLog.Select(l => KernelLine.Stable(l).Trim()).Where(l => l.Length > 0 && !Noise.Any(n => l.StartsWith(n, StringComparison.Ordinal))).Take(MaxLines)];

    private static bool Has(string line, string words) => line.Contains(words, StringComparison.OrdinalIgnoreCase);
}
