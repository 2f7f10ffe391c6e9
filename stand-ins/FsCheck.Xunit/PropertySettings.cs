using System.Reflection;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>What one attribute sets; null, or no arbitraries, where it is silent.</summary>
internal sealed record PropertySettings
{
    public string? Replay { get; init; }
    public int? Parallelism { get; init; }
    public int? MaxTest { get; init; }
    public int? MaxRejected { get; init; }
    public int? StartSize { get; init; }
    public int? EndSize { get; init; }
    public bool? Verbose { get; init; }
    public bool? QuietOnSuccess { get; init; }
    public Type[] Arbitrary { get; init; } = [];

    /// <summary>Folds the attributes that apply to a method: its own, then its classes' from the inside out, then the assembly's.</summary>
    public static PropertySettings Of(MethodInfo method, Type testClass) =>
        Levels(method, testClass).Aggregate(new PropertySettings(), (nearer, outer) => nearer.OrElse(outer.Settings));

    /// <summary>The check to run, without its runner.</summary>
    /// <param name="start">Where generation starts.</param>
    /// <param name="write">Takes what <see cref="Verbose"/> shows.</param>
    /// <param name="stop">Ends the check at the next case.</param>
    public Config ToConfig(ReplayString start, Action<string> write, CancellationToken stop)
    {
        var verbose = Verbose ?? false;
        // Not the WithReplay for C#: it takes size 0, a failing case's like any other, for no size.
        var replay = new Replay(new Rnd(start.Seed, start.Gamma), start.Size is { } size ? FSharpOption<int>.Some(size) : null);
        var config = Config.Default
            .WithReplay(FSharpOption<Replay>.Some(replay))
            .WithMaxTest(MaxTest ?? Config.Default.MaxTest)
            .WithMaxRejected(MaxRejected ?? Config.Default.MaxRejected)
            .WithStartSize(StartSize ?? Config.Default.StartSize)
            .WithEndSize(EndSize ?? Config.Default.EndSize)
            .WithQuietOnSuccess(QuietOnSuccess ?? Config.Default.QuietOnSuccess)
            .WithArbitrary(Arbitrary)
            .WithEvery((n, arguments) => Show(() => Runner.onArgumentsToString(n, ListModule.OfArray(arguments))))
            .WithEveryShrink(arguments => Show(() => Runner.onShrinkToString(ListModule.OfArray(arguments))));
        return Parallelism is { } degree ? config.WithParallelRunConfig(new ParallelRunConfig(degree)) : config;

        // FsCheck hands what this returns to the runner, which drops it.
        string Show(Func<string> text)
        {
            stop.ThrowIfCancellationRequested();
            if (verbose)
                write(text());
            return "";
        }
    }

    private PropertySettings OrElse(PropertySettings outer) => new()
    {
        Replay = string.IsNullOrEmpty(Replay) ? outer.Replay : Replay,
        Parallelism = Parallelism ?? outer.Parallelism,
        MaxTest = MaxTest ?? outer.MaxTest,
        MaxRejected = MaxRejected ?? outer.MaxRejected,
        StartSize = StartSize ?? outer.StartSize,
        EndSize = EndSize ?? outer.EndSize,
        Verbose = Verbose ?? outer.Verbose,
        QuietOnSuccess = QuietOnSuccess ?? outer.QuietOnSuccess,
        Arbitrary = [.. Arbitrary, .. outer.Arbitrary],
    };

    private static IEnumerable<PropertyAttribute> Levels(MethodInfo method, Type testClass)
    {
        yield return method.GetCustomAttributes<PropertyAttribute>().First();
        for (var type = testClass; type is not null; type = type.DeclaringType)
        {
            foreach (var shared in type.GetCustomAttributes<PropertiesAttribute>())
                yield return shared;
        }

        foreach (var shared in testClass.Assembly.GetCustomAttributes<PropertiesAttribute>())
            yield return shared;
    }
}
