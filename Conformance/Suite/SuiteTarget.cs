using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Suite;

/// <summary>
/// The target that the environment names, shared by all tests of the suite. They are one xunit collection, so that only one device of
/// it is open at a time.
/// </summary>
public sealed class SuiteTarget : IDisposable
{
    /// <summary>Enough for every clause's coverage floor, and little enough for a test run on every save.</summary>
    private const int DefaultCases = 5_000;

    private static readonly Lazy<SuiteTarget> Shared = new(Open);
    private readonly Lazy<RunResult> _run;

    /// <summary>For xunit: the shared one.</summary>
    public SuiteTarget()
        : this(Current.Settings, Current.Target)
    {
    }

    private SuiteTarget(SuiteSettings settings, ITarget target)
    {
        (Settings, Target) = (settings, target);
        _run = new(() => new Checker(Options, Models).Run());
    }

    /// <exception cref="CommandLine.UsageException">a variable is malformed</exception>
    /// <exception cref="TargetException">the target cannot be used</exception>
    internal static SuiteTarget Current => Shared.Value;

    public SuiteSettings Settings { get; }

    public ModelSet Models { get; } = ModelSet.Load();

    public ITarget Target { get; }

    public TargetDescription Description => Target.Description;

    /// <summary>Generated histories of <see cref="Run"/>.</summary>
    public int Cases => Settings.Cases ?? (Description.Fixed is null ? DefaultCases : CheckOptions.DefaultFixedCases);

    /// <summary>Histories of one property: a twentieth of that.</summary>
    public int CasesOfProperty => Math.Max(1, Cases / 20);

    /// <summary>One run of every named, swept and generated case; carried out by the first test that asks.</summary>
    public RunResult Run => _run.Value;

    internal CheckOptions Options => new()
    {
        Target = Target,
        Profile = Settings.Profile,
        Seed = Settings.Seed,
        Cases = Cases,
        Waivers = Settings.Waivers,
        Today = Settings.Today,
        Workers = Math.Min(2, Environment.ProcessorCount),
    };

    /// <summary>Opens a device and the oracles it is held against.</summary>
    public Examiner Examiner() => new(Options, Models);

    public void Dispose() => Target.Dispose();

    private static SuiteTarget Open()
    {
        var models = ModelSet.Load();
        var settings = SuiteSettings.Read(Environment.GetEnvironmentVariable, models);
        return new(settings, new TargetFactory(models).Open(settings.Target, settings.Profile, settings.WriteTo));
    }
}
