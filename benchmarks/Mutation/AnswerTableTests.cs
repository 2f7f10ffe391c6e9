namespace Conformance.Tests;

/// <summary>What the model answers, as the suite's own snapshot has it.</summary>
public sealed class AnswerTableTests
{
    public static TheoryData<string> Profiles => [.. ReferenceTables.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_the_model_answers_stays(string profile) => Snapshot.Holds($"answers-{profile}", ReferenceTables.Answers(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_files_and_disks_are_answered_stays(string profile) => Snapshot.Holds($"files-{profile}", ReferenceTables.Files(profile));
}
