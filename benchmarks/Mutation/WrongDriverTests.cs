namespace Conformance.Tests;

/// <summary>What the contract says of wrong drivers, as the suite's own snapshots have it.</summary>
public sealed class WrongDriverTests
{
    public static TheoryData<string> Areas => [.. ReferenceTables.Areas];

    [Theory]
    [MemberData(nameof(Areas))]
    public void What_the_contract_says_of_wrong_drivers_stays(string area) => Snapshot.Holds($"verdicts-{ReferenceTables.FileOf(area)}", ReferenceTables.Verdicts(area));
}
