using FsCheck;
using FsCheck.Xunit;

namespace StandIns.Tests;

/// <summary>Assembly, outer class, class, method: the nearest attribute that sets something decides.</summary>
public sealed class LevelTests
{
    [Fact]
    public async Task The_assembly_decides_where_nothing_nearer_does() =>
        Assert.Equal("Ok, passed 150 tests.", Summary((await InnerRun.Of<Plain>()).Only));

    [Fact]
    public async Task A_class_overrides_the_assembly() =>
        Assert.Equal("Ok, passed 60 tests.", Summary((await InnerRun.Of<Outer>()).Only));

    [Fact]
    public async Task A_nested_class_has_what_its_outer_class_sets() =>
        Assert.Equal("Ok, passed 60 tests.", Summary((await InnerRun.Of<Outer.Silent>()).Only));

    [Fact]
    public async Task A_nested_class_overrides_its_outer_class() =>
        Assert.Equal("Ok, passed 40 tests.", Summary((await InnerRun.Of<Outer.Nested>())[nameof(Outer.Nested.ByTheClass)]));

    [Fact]
    public async Task A_method_overrides_its_class() =>
        Assert.Equal("Ok, passed 7 tests.", Summary((await InnerRun.Of<Outer.Nested>())[nameof(Outer.Nested.ByTheMethod)]));

    [Fact]
    public async Task Settings_of_different_levels_combine()
    {
        var quiet = (await InnerRun.Of<Outer.Nested>())[nameof(Outer.Nested.Quiet)];

        Assert.Equal(InnerOutcome.Passed, quiet.Outcome);
        Assert.Equal("", quiet.Output.Trim());
    }

    [Theory]
    [InlineData(nameof(Origins.OfTheMethod), "front")]
    [InlineData(nameof(Origins.OfTheClass), "class")]
    public async Task The_nearest_arbitrary_makes_the_values(string method, string origin)
    {
        var run = await InnerRun.Of<Origins>();

        Assert.Equal($"{origin} assembly", Assert.Single(run[method].Output.Split('\n', StringSplitOptions.TrimEntries).Distinct(), line => line.EndsWith("assembly", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_not_set_reads_as_minus_one_or_false()
    {
        var silent = new PropertyAttribute();

        Assert.Equal((-1, -1, -1, -1, -1), (silent.MaxTest, silent.MaxRejected, silent.StartSize, silent.EndSize, silent.Parallelism));
        Assert.Equal((null, false, false, 0), (silent.Replay, silent.Verbose, silent.QuietOnSuccess, silent.Arbitrary.Length));
    }

    private static string Summary(InnerResult result) => result.Output.Trim();

    internal sealed class Plain
    {
        [Property]
        public void Passes(int i) => Assert.Equal(i, i);
    }

    [Properties(MaxTest = 60)]
    internal sealed class Outer
    {
        [Property]
        public void Passes(int i) => Assert.Equal(i, i);

        internal sealed class Silent
        {
            [Property]
            public void Passes(int i) => Assert.Equal(i, i);
        }

        [Properties(MaxTest = 40)]
        internal sealed class Nested
        {
            [Property]
            public void ByTheClass(int i) => Assert.Equal(i, i);

            [Property(MaxTest = 7)]
            public void ByTheMethod(int i) => Assert.Equal(i, i);

            [Property(QuietOnSuccess = true)]
            public void Quiet(int i) => Assert.Equal(i, i);
        }
    }

    [Properties(MaxTest = 5, Arbitrary = [typeof(OfClass)])]
    internal sealed class Origins(global::Xunit.Abstractions.ITestOutputHelper output)
    {
        [Property(Arbitrary = [typeof(Front), typeof(Back)])]
        public void OfTheMethod(Mark mark, Stamp stamp) => output.WriteLine($"{mark.Origin} {stamp.Origin}");

        [Property]
        public void OfTheClass(Mark mark, Stamp stamp) => output.WriteLine($"{mark.Origin} {stamp.Origin}");
    }

    internal static class OfClass
    {
        public static Arbitrary<Mark> Mark() => new Mark("class").ToArbitrary();
    }

    internal static class Front
    {
        public static Arbitrary<Mark> Mark => new Mark("front").ToArbitrary();
    }

    internal static class Back
    {
        public static Arbitrary<Mark> Mark() => new Mark("back").ToArbitrary();
    }
}
