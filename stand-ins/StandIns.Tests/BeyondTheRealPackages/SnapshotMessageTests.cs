using VerifyXunit;

namespace StandIns.Tests;

/// <summary>What a failed verification says beyond the real package.</summary>
public sealed class SnapshotMessageTests
{
    [Fact]
    public void A_difference_is_shown_as_a_unified_diff_at_the_end()
    {
        var message = SnapshotMessage.Of(new SnapshotOutcome("directory", "T.m.received.txt", "T.m.verified.txt", Lines(1, 30, with: (12, "twelve")), Lines(1, 30), []));

        Assert.EndsWith(
            """

            Difference:

            --- T.m.verified.txt
            +++ T.m.received.txt
            @@ -9,7 +9,7 @@
             9
             10
             11
            -12
            +twelve
             13
             14
             15

            """,
            message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb", "a\nb\nc", "@@ -1,2 +1,3 @@\n a\n b\n+c\n")]
    [InlineData("a\nb\nc", "b\nc", "@@ -1,3 +1,2 @@\n-a\n b\n c\n")]
    [InlineData("a", "b", "@@ -1,1 +1,1 @@\n-a\n+b\n")]
    [InlineData("a ", "a", "@@ -1,1 +1,1 @@\n-a \n+a\n")]
    public void A_diff_is_what_diff_dash_u_says(string old, string @new, string diff) => Assert.Equal(diff, UnifiedDiff.Of(old, @new));

    [Theory]
    [InlineData(16, 1)] // six lines between the changes: their contexts touch
    [InlineData(17, 2)]
    public void Changes_that_are_near_share_a_hunk(int second, int hunks)
    {
        var diff = UnifiedDiff.Of(Lines(1, 30), Lines(1, 30, (9, "nine"), (second, "second")));

        Assert.Equal(hunks, diff.Split('\n').Count(line => line.StartsWith("@@", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_long_diff_is_cut_and_says_how_much()
    {
        var lines = UnifiedDiff.Of(Lines(1, 100), Lines(1001, 100)).TrimEnd().Split('\n');

        Assert.Equal((61, "... 141 more lines"), (lines.Length, lines[^1]));
    }

    [Fact]
    public async Task A_source_path_that_is_not_here_is_refused_with_what_to_do()
    {
        var failure = await Assert.ThrowsAsync<DirectoryNotFoundException>(async () => await Verify("text", sourceFile: "/_/Mapped/Tests.cs"));

        Assert.Equal(
            """
            The source file of the test is said to be "/_/Mapped/Tests.cs", whose directory does not exist.
            Wanted the directory the snapshots are in.
            Build the test project where it runs, with <DeterministicSourcePaths>false</DeterministicSourcePaths>.
            """,
            failure.Message);
    }

    [Fact]
    public async Task Outside_a_test_Verify_says_that_no_test_is_running()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
        {
            using (ExecutionContext.SuppressFlow())
                return Task.Run(UseVerifyAttribute.GetMethod);
        });

        Assert.StartsWith("Verify was called where no test is running.", failure.Message, StringComparison.Ordinal);
    }

    private static string Lines(int first, int count, params (int Line, string Text)[] with) =>
        string.Join('\n', Enumerable.Range(first, count).Select(line => with.Where(change => change.Line == line).Select(change => change.Text).FirstOrDefault($"{line}")));
}
