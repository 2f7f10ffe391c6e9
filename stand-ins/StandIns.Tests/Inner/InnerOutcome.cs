namespace StandIns.Tests;

/// <summary>The ways a test can end.</summary>
internal enum InnerOutcome
{
    Passed,
    Failed,
    Skipped,
}
