namespace Conformance.RealDevice.Lab;

/// <summary>Reads the serial console of a guest line by line: lines of lab/guest/init, which carry a marker, and the kernel's.</summary>
public sealed class GuestConsole
{
    private const string Marker = "@daxspec ";

    /// <summary>What only a kernel that goes down says. The guest runs with oops=panic.</summary>
    private static readonly string[] Fatal = ["Kernel panic - not syncing", "Oops: "];

    /// <summary>What a kernel may say first when it goes down.</summary>
    private static readonly string[] Onset = ["BUG: ", "kernel BUG at ", "general protection fault", "Oops: ", "sysrq: Trigger a crash", "daxspec: no progress"];

    private readonly List<string> log = [];
    private readonly List<string> kernel = [];
    private int? onset;

    /// <summary>Every line so far.</summary>
    public IReadOnlyList<string> Log => log;

    /// <summary>True once the job runs.</summary>
    public bool Started { get; private set; }

    /// <summary>True once the kernel has panicked.</summary>
    public bool Panicked { get; private set; }

    /// <summary>Why there will be no job, once init has given up.</summary>
    public string? Failure { get; private set; }

    /// <summary>True once the guest has run out of its own deadline.</summary>
    public bool DeadlineReached { get; private set; }

    /// <summary>True once the job has ended by itself.</summary>
    public bool Exited { get; private set; }

    /// <summary>True once there is nothing more to wait for than the guest's power-off.</summary>
    public bool Ending => Panicked || Exited || DeadlineReached || Failure is not null;

    /// <summary>The kernel's lines since the job started; after a panic, those from its first sign on.</summary>
    public IReadOnlyList<string> KernelLog => Panicked ? kernel[onset!.Value..] : kernel;

    /// <summary>Takes the next line.</summary>
    /// <param name="line">Without its line end.</param>
    /// <param name="news">What init or the job says: "boot RELEASE", "dax DEVICE", "job started", "out LINE", "err LINE", "exit CODE".</param>
    /// <returns>Whether the line is a sign of life: any while booting, then init's and the job's alone.</returns>
    public bool Read(string line, out string? news)
    {
        ArgumentNullException.ThrowIfNull(line);
        log.Add(line);
        // The kernel may have begun the line.
        var marker = line.IndexOf(Marker, StringComparison.Ordinal);
        ReadKernel(marker < 0 ? line : line[..marker]);
        news = marker < 0 ? null : line[(marker + Marker.Length)..];
        if (news is not null)
            ReadInit(news);
        return news is not null || !Started;
    }

    private void ReadKernel(string line)
    {
        if (line.Length == 0)
            return;
        kernel.Add(line);
        if (onset is null && Contains(line, Onset))
            onset = kernel.Count - 1;
        if (!Panicked && Contains(line, Fatal))
        {
            Panicked = true;
            onset ??= kernel.Count - 1;
        }
    }

    private void ReadInit(string news)
    {
        if (news == "job started")
        {
            Started = true;
            // What booting had to say stays in the log.
            if (!Panicked)
            {
                kernel.Clear();
                onset = null;
            }
        }
        else if (news.StartsWith("failed ", StringComparison.Ordinal))
            Failure = news["failed ".Length..];
        else if (news.StartsWith("deadline ", StringComparison.Ordinal))
            DeadlineReached = true;
        else if (news.StartsWith("exit ", StringComparison.Ordinal))
            Exited = true;
    }

    private static bool Contains(string line, string[] patterns) =>
        patterns.Any(pattern => line.Contains(pattern, StringComparison.Ordinal));
}
