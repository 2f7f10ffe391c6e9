using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Running;

namespace Conformance.Tests;

/// <summary>Proof that the suite can fail: every driver that is wrong on purpose is found out.</summary>
public sealed class MutantTests
{
    public static TheoryData<string> Names => [.. MutantLibrary.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_finds_it_out(string name) => Assert.NotEmpty(Broken(name, Oracle.Exact));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_contract_finds_it_out_without_the_model(string name) => Assert.NotEmpty(Broken(name, Oracle.Contract));

    [Fact]
    public void Counting_bytes_is_found_on_a_device_of_one_page()
    {
        using var target = MutantLibrary.Open("bytes-instead-of-pages", PlantedTarget.Linux61);
        var broken = Run(target, Oracle.Exact, ["EX-pmem_dax_direct_access"]).Clauses.Single();
        Assert.Equal("page=4096 size=4096 | pmem_dax_direct_access", broken.Finding!.Smallest.ToString());
    }

    private static IEnumerable<string> Broken(string name, Oracle oracle)
    {
        using var target = MutantLibrary.Open(name, PlantedTarget.Linux61);
        return Run(target, oracle, []).Clauses.Where(c => c.Status == Status.Broken).Select(c => c.Id);
    }

    private static RunResult Run(Reference.Histories.ITarget target, Oracle oracle, string[] filter) =>
        new Checker(new() { Target = target, Profile = PlantedTarget.Linux61, Oracle = oracle, Cases = 0, Filter = filter }, ModelSet.Load()).Run();
}
