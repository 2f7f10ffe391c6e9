namespace Conformance.Tests;

/// <summary>What the contract says of answers that no driver here gives, as the suite's own snapshots have it.</summary>
public sealed class WrongAnswerTests
{
    public static TheoryData<string> Profiles => [.. ReferenceTables.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_the_contract_says_of_answers_that_are_wrong_stays(string profile) => Snapshot.Holds($"forged-{profile}", ReferenceTables.Forged(profile));
}
