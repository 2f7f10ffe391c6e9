namespace VerifyTests;

/// <summary>What a comparison found.</summary>
/// <param name="Directory">Where the files are.</param>
/// <param name="ReceivedFile">The name of the received file.</param>
/// <param name="VerifiedFile">The name of the verified file.</param>
/// <param name="Received">The text of the test.</param>
/// <param name="Verified">The text of the verified file; null when there is none.</param>
/// <param name="LeftOver">Verified files of the same test that the test no longer makes.</param>
internal sealed record SnapshotOutcome(
    string Directory, string ReceivedFile, string VerifiedFile, string Received, string? Verified, string[] LeftOver)
{
    /// <summary>Editors end a file with a newline: one at the end of the verified text does not count.</summary>
    public bool IsEqual => Verified == Received || Verified == Received + "\n";
}
