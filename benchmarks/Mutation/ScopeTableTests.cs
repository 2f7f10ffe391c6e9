namespace Conformance.Tests;

/// <summary>What scopes and calls that overlap are told, as the suite's own snapshots have it.</summary>
public sealed class ScopeTableTests
{
    public static TheoryData<string> Profiles => [.. ReferenceTables.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_a_scope_says_stays(string profile) => Snapshot.Holds($"scope-{profile}", ReferenceTables.Scope(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_is_said_of_calls_that_overlap_stays(string profile) => Snapshot.Holds($"threads-{profile}", ReferenceTables.Threads(profile));
}
