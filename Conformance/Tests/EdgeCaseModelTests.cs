using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class EdgeCaseModelTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Models.EdgeCases.Length >= 170, $"{Models.EdgeCases.Length} edge cases");

    [Fact]
    public void Their_names_are_unique() => Assert.Empty(Models.EdgeCases.GroupBy(e => e.Name).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void No_two_are_the_same_history() =>
        Assert.Empty(Models.EdgeCases.GroupBy(e => e.History.ToString()).Where(g => g.Count() > 1).Select(g => string.Join(" = ", g.Select(e => e.Name))));

    [Fact]
    public void Their_names_fit_a_column() => Assert.DoesNotContain(Models.EdgeCases, e => e.Name.Length > 80 || e.Name.Contains('|', StringComparison.Ordinal));

    [Fact]
    public void Every_operation_has_one() =>
        Assert.Empty(OperationSpec.All.Select(s => s.Code).Except(Models.EdgeCases.SelectMany(e => e.History.Operations).Select(o => o.Code)));

    [Fact]
    public void Every_named_device_has_one() =>
        Assert.Empty(Models.Devices.Where(d => !Models.EdgeCases.Any(e => e.History.Geometry.Equals(d.Geometry))).Select(d => d.Name));

    [Fact]
    public void Every_member_of_the_operations_table_is_missing_in_one() =>
        Assert.All([DriverOps.DirectAccess, DriverOps.DaxSupported, DriverOps.ZeroPageRange, DriverOps.RecoveryWrite],
            member => Assert.Contains(Models.EdgeCases, e => e.Family == "operations_table" && (e.History.Geometry.Ops & (member | DriverOps.Table)) == DriverOps.Table));

    [Theory]
    [InlineData("plain")]
    [InlineData("null")]
    public void A_device_can_be_named(string name) => Assert.Equal(Models.Devices.First(d => d.Name == name).Geometry, Models.Device($"@{name}"));

    [Fact]
    public void A_device_of_no_known_name_is_refused_with_those_there_are() =>
        Assert.StartsWith("there is no device '@nowhere': wanted one of @plain, @one-page, ", Assert.Throws<FormatException>(() => Models.Device("@nowhere")).Message, StringComparison.Ordinal);
}
