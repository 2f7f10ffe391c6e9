using Conformance.Generation;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class GeneratorTests
{
    private static readonly HistoryGenerator Generator = new(AnyHistory.Everything);

    [Theory]
    [InlineData(0UL, 0UL, 0x48218226FF3CD4BFUL)]
    [InlineData(1UL, 0UL, 0xDCE423FC82C0D5B8UL)]
    [InlineData(1UL, 42UL, 0xB45E7C02474035F4UL)]
    public void Case_n_of_a_seed_has_this_entropy_on_every_machine(ulong seed, ulong n, ulong entropy) => Assert.Equal(entropy, Choices.Entropy(seed, n));

    [Fact]
    public void Another_generator_makes_the_same_of_it()
    {
        var (one, other) = (Choices.Of(1, 42), Choices.Of(1, 42));
        Assert.Equal(Generator.Next(ref one), new HistoryGenerator(AnyHistory.Everything).Next(ref other));
    }

    [Fact]
    public void A_case_does_not_depend_on_those_before_it()
    {
        var inOrder = Enumerable.Range(0, 50).Select(n => Case(7, (ulong)n)).ToArray();
        var backwards = Enumerable.Range(0, 50).Reverse().Select(n => Case(7, (ulong)n)).Reverse().ToArray();
        Assert.Equal(inOrder, backwards);
    }

    [Fact]
    public void Different_seeds_give_different_cases() =>
        Assert.NotEqual(Enumerable.Range(0, 20).Select(n => Case(1, (ulong)n)), Enumerable.Range(0, 20).Select(n => Case(2, (ulong)n)));

    [Fact]
    public void Neighbouring_cases_have_little_in_common() =>
        Assert.True(Enumerable.Range(0, 1000).Select(n => Case(1, (ulong)n)).Distinct().Count() > 900);

    [Fact]
    public void Every_operation_is_generated() =>
        Assert.Empty(OperationSpec.All.Select(s => s.Code).Except(Histories(4000).SelectMany(h => h.Operations).Select(o => o.Code)));

    [Fact]
    public void Devices_reach_every_page_size_and_every_pad() =>
        Assert.All<Func<Geometry, bool>>(
            [g => g.PageShift == 14, g => g.PageShift == 16, g => g.DataOffset > 0, g => g.PfnPad > 0, g => g.Size % 4096 != 0, g => g.Size >= 1UL << 40, g => g.Pages == 0, g => !g.Present, g => g.Ops == DriverOps.None, g => g.Clear < 0, g => g.Bad.Length > 1, g => g.Bad.Any(b => !b.Acknowledged)],
            reached => Assert.Contains(Histories(4000), h => reached(h.Geometry)));

    [Fact]
    public void No_device_is_larger_than_what_a_target_maps() => Assert.All(Histories(4000), h => Assert.True(h.Geometry.Size <= GeometryGenerator.MaxSize));

    [Fact]
    public void A_history_has_an_operation_and_not_many() => Assert.All(Histories(4000), h => Assert.InRange(h.Operations.Length, 1, 2 * HistoryGenerator.MaxOperations));

    [Fact]
    public void Operations_that_a_target_cannot_carry_out_are_not_asked_for()
    {
        var blind = new HistoryGenerator(AnyHistory.Everything with { Observes = code => code is OpCode.load or OpCode.store ? OperationSpec.For(code).Observable : AspectSet.Empty });
        Assert.All(Histories(500, blind).SelectMany(h => h.Operations), o => Assert.True(o.Code is OpCode.load or OpCode.store));
    }

    [Fact]
    public void A_target_that_carries_nothing_out_is_refused() =>
        Assert.Equal("reference:6.1 carries out none of the operations: there is nothing to check",
            Assert.Throws<TargetException>(() => new HistoryGenerator(AnyHistory.Everything with { Observes = _ => AspectSet.Empty })).Message);

    [Fact]
    public void A_fixed_device_varies_in_its_poison_only()
    {
        var device = HistoryText.ParseGeometry("size=1048576");
        var histories = Histories(500, new(AnyHistory.Everything with { Fixed = device })).ToArray();
        Assert.All(histories, h => Assert.Equal(device, h.Geometry with { Bad = [] }));
        Assert.Contains(histories, h => h.Geometry.Bad.Length > 0);
    }

    private static string Case(ulong seed, ulong n)
    {
        var choices = Choices.Of(seed, n);
        return Generator.Next(ref choices).ToString();
    }

    private static IEnumerable<History> Histories(int count, HistoryGenerator? generator = null)
    {
        for (var n = 0; n < count; n++)
        {
            var choices = Choices.Of(1, (ulong)n);
            yield return (generator ?? Generator).Next(ref choices);
        }
    }
}
