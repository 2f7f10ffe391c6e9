namespace Conformance.Tests;

/// <summary>What the contract says of the driver without a bug, as the suite's own snapshots have it.</summary>
public sealed class RightDriverTests
{
    public static TheoryData<string> Profiles => [.. ReferenceTables.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_the_contract_says_of_the_right_driver_stays(string profile) => Snapshot.Holds($"right-{profile}", ReferenceTables.Right(profile));
}
