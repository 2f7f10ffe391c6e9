using FsCheck.Xunit;
using Xunit.Abstractions;

namespace StandIns.Tests;

/// <summary>Runs repeat themselves unless the suite seed changes. Alone, because the environment is the process's.</summary>
[Collection(nameof(OwnsTheEnvironment))]
public sealed class DeterminismTests : IDisposable
{
    private readonly string? _outside = Environment.GetEnvironmentVariable(SuiteSeed.Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(SuiteSeed.Variable, _outside);

    [Theory]
    [InlineData(null)]
    [InlineData("0xDEADBEEF")]
    public async Task Two_runs_of_one_suite_seed_generate_the_same(string? seed) =>
        Assert.Equal(await Outputs(seed), await Outputs(seed));

    [Fact]
    public async Task No_suite_seed_is_suite_seed_0() => Assert.Equal(await Outputs(null), await Outputs("0"));

    [Fact]
    public async Task Another_suite_seed_generates_something_else() =>
        Assert.All((await Outputs("1")).Zip(await Outputs("2")), pair => Assert.NotEqual(pair.First, pair.Second));

    [Fact]
    public async Task Two_properties_have_streams_of_their_own()
    {
        var outputs = await Outputs(null);

        Assert.NotEqual(outputs[0], outputs[1]);
    }

    [Fact]
    public async Task A_suite_seed_that_is_none_fails_the_test_and_says_so()
    {
        Environment.SetEnvironmentVariable(SuiteSeed.Variable, "seed");

        var results = (await InnerRun.Of<Recorder>()).Results;

        Assert.All(results, result => Assert.StartsWith("DAXSPEC_SEED is \"seed\".", result.Message, StringComparison.Ordinal));
    }

    private static async Task<string[]> Outputs(string? seed)
    {
        Environment.SetEnvironmentVariable(SuiteSeed.Variable, seed);
        return [.. (await InnerRun.Of<Recorder>()).Results.OrderBy(result => result.Method, StringComparer.Ordinal).Select(result => result.Output)];
    }

    internal sealed class Recorder(ITestOutputHelper output)
    {
        [Property]
        public void First(int i, string text, double[] numbers) => output.WriteLine($"{i} {text} {string.Join(' ', numbers)}");

        [Property]
        public void Second(int i, string text, double[] numbers) => First(i, text, numbers);
    }
}
