using Conformance.CommandLine;
using Conformance.Models;
using Conformance.Suite;

namespace Conformance.Tests;

public sealed class SuiteSettingsTests
{
    [Fact]
    public void Without_variables_the_default_target_is_checked_as_6_1()
    {
        var settings = Read([]);
        Assert.Equal(("mmap:", "6.1", 1UL, null, null), (settings.Target, settings.Profile.Name, settings.Seed, settings.Cases, settings.WriteTo));
    }

    [Fact]
    public void An_empty_variable_is_one_that_is_not_set() => Assert.Equal("mmap:", Read([("DAXSPEC_TARGET", "")]).Target);

    [Fact]
    public void A_reference_target_brings_its_own_profile() => Assert.Equal("7.2", Read([("DAXSPEC_TARGET", "reference:7.2")]).Profile.Name);

    [Fact]
    public void A_seed_may_be_hexadecimal() => Assert.Equal(31UL, Read([("DAXSPEC_SEED", "0x1f")]).Seed);

    [Theory]
    [InlineData("DAXSPEC_PROFILE", "4.4", "DAXSPEC_PROFILE=4.4: there is no profile '4.4'; wanted one of documents, 5.10, 6.1, 6.12, 7.2")]
    [InlineData("DAXSPEC_TARGET", "reference:4.4", "DAXSPEC_TARGET=reference:4.4: there is no profile '4.4'; wanted one of documents, 5.10, 6.1, 6.12, 7.2")]
    [InlineData("DAXSPEC_TARGET", "lab:6.1/e820", "DAXSPEC_TARGET=lab:6.1/e820: the tests run on this machine, not in a guest; wanted 'daxspec check lab:6.1/e820'")]
    [InlineData("DAXSPEC_SEED", "one", "DAXSPEC_SEED=one: wanted 0 .. 18446744073709551615 or 0x hexadecimal")]
    [InlineData("DAXSPEC_CASES", "-1", "DAXSPEC_CASES=-1: wanted 0 .. 2147483647")]
    [InlineData("DAXSPEC_CASES", "1e6", "DAXSPEC_CASES=1e6: wanted 0 .. 2147483647")]
    public void A_malformed_variable_is_refused_with_what_was_wanted(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Read([(name, value)])).Message);

    [Fact]
    public void Two_profiles_are_refused() =>
        Assert.Equal("DAXSPEC_PROFILE=6.1: DAXSPEC_TARGET=reference:7.2 is judged as of 7.2; unset one of them",
            Assert.Throws<UsageException>(() => Read([("DAXSPEC_TARGET", "reference:7.2"), ("DAXSPEC_PROFILE", "6.1")])).Message);

    private static SuiteSettings Read((string Name, string Value)[] variables) =>
        SuiteSettings.Read(name => variables.FirstOrDefault(v => v.Name == name).Value, ModelSet.Load());
}
