using System.Text;

namespace VerifyTests;

/// <summary>The message of a verification that failed: the real package's, and the difference.</summary>
internal static class SnapshotMessage
{
    public static string Of(SnapshotOutcome outcome)
    {
        var message = new StringBuilder($"Directory: {outcome.Directory}\n");
        if (!outcome.IsEqual)
            AppendFiles(message, outcome.Verified is null ? "New" : "NotEqual", outcome);
        if (outcome.LeftOver.Length > 0)
            message.Append("Delete:\n").AppendJoin("", outcome.LeftOver.Select(file => $"  - {file}\n"));
        if (outcome.IsEqual)
            AppendFiles(message, "Equal", outcome);
        else
            AppendContent(message, outcome);
        return message.ToString();
    }

    private static void AppendFiles(StringBuilder message, string kind, SnapshotOutcome outcome) =>
        message.Append($"{kind}:\n  - Received: {outcome.ReceivedFile}\n    Verified: {outcome.VerifiedFile}\n");

    private static void AppendContent(StringBuilder message, SnapshotOutcome outcome)
    {
        if (outcome.Verified is not { } verified)
        {
            message.Append($"\nFileContent:\n\nNew:\n\nReceived: {outcome.ReceivedFile}\n{outcome.Received}\n");
            return;
        }

        message
            .Append($"\nFileContent:\n\nNotEqual:\n\nReceived: {outcome.ReceivedFile}\n{outcome.Received}\nVerified: {outcome.VerifiedFile}\n{verified}\n")
            .Append($"\nDifference:\n\n--- {outcome.VerifiedFile}\n+++ {outcome.ReceivedFile}\n")
            .Append(UnifiedDiff.Of(verified, outcome.Received));
    }
}
