using Xunit;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>Marks a method whose parameters FsCheck generates: it is run for many of them, and a failing one is shrunk.</summary>
/// <remarks>What is not set here comes from <see cref="PropertiesAttribute"/> on the enclosing classes, then on the assembly.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
[XunitTestCaseDiscoverer("FsCheck.Xunit.PropertyDiscoverer", "FsCheck.Xunit")]
public class PropertyAttribute : FactAttribute
{
    private const int Unset = -1;

    internal PropertySettings Settings { get; private set; } = new();

    /// <summary>
    /// Where generation starts, as the last line of a failure prints it: "seed,gamma" repeats a whole run,
    /// "seed,gamma,size" its one failing case.
    /// </summary>
    /// <remarks>Without it the start follows from the suite seed (0, or DAXSPEC_SEED) and the test's full name.</remarks>
    public string? Replay
    {
        get => Settings.Replay;
        set => Settings = Settings with { Replay = value };
    }

    /// <summary>How many threads run cases; one when not set. A generator that throws on such a thread ends the process.</summary>
    public int Parallelism
    {
        get => Settings.Parallelism ?? Unset;
        set => Settings = Settings with { Parallelism = value };
    }

    /// <summary>How many accepted cases make the property pass; 100 when not set.</summary>
    public int MaxTest
    {
        get => Settings.MaxTest ?? Unset;
        set => Settings = Settings with { MaxTest = value };
    }

    /// <summary>How many cases may be rejected by a precondition before the property fails as exhausted; 1000 when not set.</summary>
    public int MaxRejected
    {
        get => Settings.MaxRejected ?? Unset;
        set => Settings = Settings with { MaxRejected = value };
    }

    /// <summary>The size of the first case; 1 when not set.</summary>
    public int StartSize
    {
        get => Settings.StartSize ?? Unset;
        set => Settings = Settings with { StartSize = value };
    }

    /// <summary>The size reached by the last case when all pass; 100 when not set.</summary>
    public int EndSize
    {
        get => Settings.EndSize ?? Unset;
        set => Settings = Settings with { EndSize = value };
    }

    /// <summary>Writes every generated argument and every successful shrink to the test's output.</summary>
    public bool Verbose
    {
        get => Settings.Verbose ?? false;
        set => Settings = Settings with { Verbose = value };
    }

    /// <summary>Writes nothing when the property passes.</summary>
    public bool QuietOnSuccess
    {
        get => Settings.QuietOnSuccess ?? false;
        set => Settings = Settings with { QuietOnSuccess = value };
    }

    /// <summary>
    /// Types whose public static members return the <see cref="Arbitrary{T}"/> to use. The front overrides the back, and
    /// a nearer attribute overrides an outer one.
    /// </summary>
    public Type[] Arbitrary
    {
        get => Settings.Arbitrary;
        set => Settings = Settings with { Arbitrary = value };
    }
}
