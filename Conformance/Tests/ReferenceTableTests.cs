namespace Conformance.Tests;

/// <summary>Nothing that the reference answers or the contract says changes unseen.</summary>
public sealed class ReferenceTableTests
{
    public static TheoryData<string> Profiles => [.. ReferenceTables.Profiles];

    public static TheoryData<string> Areas => [.. ReferenceTables.Areas];

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task What_the_model_answers_stays(string profile) => Kept($"answers-{profile}", ReferenceTables.Answers(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task What_the_contract_says_of_the_right_driver_stays(string profile) => Kept($"right-{profile}", ReferenceTables.Right(profile));

    [Theory]
    [MemberData(nameof(Areas))]
    public Task What_the_contract_says_of_wrong_drivers_stays(string area) => Kept($"verdicts-{ReferenceTables.FileOf(area)}", ReferenceTables.Verdicts(area));

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task What_files_and_disks_are_answered_stays(string profile) => Kept($"files-{profile}", ReferenceTables.Files(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task What_a_scope_says_stays(string profile) => Kept($"scope-{profile}", ReferenceTables.Scope(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task What_is_said_of_calls_that_overlap_stays(string profile) => Kept($"threads-{profile}", ReferenceTables.Threads(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task What_the_contract_says_of_answers_that_are_wrong_stays(string profile) => Kept($"forged-{profile}", ReferenceTables.Forged(profile));

    [Fact]
    public Task How_everything_is_written_and_read_stays() => Kept("forms", ReferenceTables.Forms());

    private static Task Kept(string name, string table) => Verify(table).UseDirectory("Tables").UseFileName(name);
}
