namespace Conformance.CommandLine;

/// <summary>What the process tells its caller.</summary>
public static class ExitCodes
{
    public const int Conforms = 0;
    public const int Broken = 1;

    /// <summary>A waived deviation no longer occurs, or a waiver is stale.</summary>
    public const int UnexpectedPass = 2;
    public const int NothingChecked = 3;

    /// <summary>The harness or the environment failed.</summary>
    public const int Harness = 4;

    /// <summary>Wrong use: EX_USAGE of sysexits.h.</summary>
    public const int Usage = 64;

    /// <summary>Interrupted: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    private static readonly int[] WorstFirst = [Interrupted, Usage, Harness, Broken, UnexpectedPass, NothingChecked, Conforms];

    /// <summary>What a run of several parts tells its caller.</summary>
    public static int Worst(IEnumerable<int> codes)
    {
        var seen = codes.ToHashSet();
        return Array.Find(WorstFirst, seen.Contains);
    }
}
