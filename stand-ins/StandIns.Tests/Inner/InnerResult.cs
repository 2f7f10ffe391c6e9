using System.Text.RegularExpressions;

namespace StandIns.Tests;

/// <summary>How one test of an inner run ended.</summary>
internal sealed record InnerResult(string Method, InnerOutcome Outcome, string Output, IReadOnlyList<string> Messages, IReadOnlyList<string> ExceptionTypes)
{
    /// <summary>What is said of a failure, without its inner exceptions, or why it was skipped.</summary>
    public string Message => Messages.Count > 0 ? Messages[0] : "";

    /// <summary>What FsCheck says it tried first, and what it shrank that to.</summary>
    public (string Original, string Shrunk) Counterexample =>
        Regex.Match(Message, @"Original:\n(.*)\n(?:Shrunk:\n(.*)\n)?") is { Success: true } found
            ? (found.Groups[1].Value, found.Groups[2].Value)
            : throw new InvalidOperationException($"No counterexample in: {Message}");
}
