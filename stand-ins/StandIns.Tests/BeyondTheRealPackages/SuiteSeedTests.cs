using FsCheck.Xunit;

namespace StandIns.Tests;

/// <summary>Where generation starts when nothing says so.</summary>
public sealed class SuiteSeedTests
{
    [Fact]
    public void A_name_gives_the_same_start_in_every_version_of_the_suite() =>
        Assert.Equal("5759365470478723086,7624619794825941249", SuiteSeed.For(0, "Suite.Class.Method").ToString());

    [Property]
    public bool Gamma_is_odd(ulong seed, string name) => ulong.IsOddInteger(SuiteSeed.For(seed, name ?? "").Gamma);

    [Fact]
    public void Names_and_suite_seeds_that_differ_give_starts_that_differ()
    {
        var starts =
            from seed in Enumerable.Range(0, 100)
            from name in Enumerable.Range(0, 100)
            select SuiteSeed.For((ulong)seed, $"Suite.Class.Method{name}");

        Assert.Equal(10_000, starts.Select(start => start.Seed).Distinct().Count());
        Assert.Equal(10_000, starts.Select(start => start.Gamma).Distinct().Count());
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("123", 123)]
    [InlineData("0x7B", 123)]
    [InlineData("0X7b", 123)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xFFFFFFFFFFFFFFFF", ulong.MaxValue)]
    public void A_suite_seed_is_decimal_or_hexadecimal(string? text, ulong seed) => Assert.Equal(seed, SuiteSeed.Parse(text));

    [Theory]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("7B")]
    [InlineData("0x")]
    [InlineData("18446744073709551616")]
    [InlineData("0x10000000000000000")]
    public void Any_other_suite_seed_is_refused_with_what_was_found_wanted_and_to_do(string text)
    {
        var refusal = Assert.Throws<FormatException>(() => SuiteSeed.Parse(text));

        Assert.Equal(
            $"""
             DAXSPEC_SEED is "{text}".
             Wanted an unsigned 64-bit integer, decimal (123) or hexadecimal (0x7B).
             Correct the variable, or unset it for the seed 0.
             """,
            refusal.Message);
    }
}
