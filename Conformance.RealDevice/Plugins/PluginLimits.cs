namespace Conformance.RealDevice.Plugins;

/// <summary>How long a driver may take, and how often it may fail before there is no use in asking it that again.</summary>
/// <param name="Deadline">for one call. After the first that was not kept, a fifth of it: the point is made</param>
public sealed record PluginLimits(TimeSpan Deadline)
{
    /// <summary>Seconds; what DAXSPEC_DEADLINE overrides.</summary>
    public const int DefaultSeconds = 10;

    /// <summary>Crashes of one operation in a run after which it is not carried out any more: each costs a process.</summary>
    public const int MaxCrashes = 8;

    /// <summary>The same of hangs: each costs the deadline.</summary>
    public const int MaxHangs = 3;

    /// <summary>Crashes in a search for a smaller counterexample, and outside of any run.</summary>
    public const int MaxSearchCrashes = 100;

    /// <summary>Hangs in a search, and outside of any run.</summary>
    public const int MaxSearchHangs = 12;

    public static PluginLimits Default { get; } = new(TimeSpan.FromSeconds(DefaultSeconds));

    /// <summary>For a call of a driver that has been late before.</summary>
    public TimeSpan LaterDeadline => Deadline / 5;
}
