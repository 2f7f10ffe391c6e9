namespace StandIns.Tests;

/// <summary>The life of a snapshot.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public Task A_snapshot_lies_beside_the_source_file() => Verify("committed\nwith the test");

    [Fact]
    public async Task New_then_accepted_then_passing_then_edited_then_not_equal()
    {
        const string name = $"{nameof(SnapshotTests)}.{nameof(New_then_accepted_then_passing_then_edited_then_not_equal)}";

        var asNew = await _scratch.Fails("one\ntwo");
        Assert.Contains($"New:\n  - Received: {name}.received.txt\n    Verified: {name}.verified.txt\n", asNew.Message, StringComparison.Ordinal);
        Assert.Equal([$"{name}.received.txt"], _scratch.Files);

        _scratch.Accept(name);
        await _scratch.Check("one\ntwo");
        Assert.Equal([$"{name}.verified.txt"], _scratch.Files);

        _scratch.Write($"{name}.verified.txt", "one\nthree");
        var asNotEqual = await _scratch.Fails("one\ntwo");
        Assert.Contains($"NotEqual:\n  - Received: {name}.received.txt\n    Verified: {name}.verified.txt\n", asNotEqual.Message, StringComparison.Ordinal);
        Assert.Contains($"Received: {name}.received.txt\none\ntwo\nVerified: {name}.verified.txt\none\nthree\n", asNotEqual.Message, StringComparison.Ordinal);
        Assert.Equal([$"{name}.received.txt", $"{name}.verified.txt"], _scratch.Files);
    }

    [Fact]
    public async Task A_received_file_goes_when_the_test_passes_again()
    {
        const string name = $"{nameof(SnapshotTests)}.{nameof(A_received_file_goes_when_the_test_passes_again)}";
        _scratch.Write($"{name}.verified.txt", "right");
        await _scratch.Fails("wrong");

        await _scratch.Check("right");

        Assert.Equal([$"{name}.verified.txt"], _scratch.Files);
    }

    [Fact]
    public async Task A_file_is_utf8_with_a_mark_and_lf_and_nothing_added()
    {
        await _scratch.Fails("é\r\nb\rc");

        Assert.Equal([0xEF, 0xBB, 0xBF, 0xC3, 0xA9, (byte)'\n', (byte)'b', (byte)'\n', (byte)'c'], _scratch.Bytes(_scratch.Files.Single()));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\nb\n")]
    [InlineData("a\r\nb")]
    [InlineData("a\r\nb\r\n")]
    public async Task Line_ends_and_one_last_newline_of_a_verified_file_do_not_matter(string verified)
    {
        _scratch.Write($"{nameof(SnapshotTests)}.{nameof(Line_ends_and_one_last_newline_of_a_verified_file_do_not_matter)}.verified.txt", verified);

        await _scratch.Check("a\nb");
    }

    [Theory]
    [InlineData("a\nb\n\n")]
    [InlineData("a \nb")]
    [InlineData("a\nB")]
    [InlineData("\na\nb")]
    public async Task Any_other_difference_matters(string verified)
    {
        _scratch.Write($"{nameof(SnapshotTests)}.{nameof(Any_other_difference_matters)}.verified.txt", verified);

        Assert.Contains("NotEqual:", (await _scratch.Fails("a\nb")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("", "emptyString")]
    [InlineData("text", "text")]
    public async Task A_text_that_is_missing_or_empty_is_named(string? text, string content)
    {
        await _scratch.Fails(text);

        Assert.Equal(content, System.Text.Encoding.UTF8.GetString(_scratch.Bytes(_scratch.Files.Single())[3..]));
    }

    [Fact]
    public async Task A_verified_file_of_no_bytes_is_as_none()
    {
        const string name = $"{nameof(SnapshotTests)}.{nameof(A_verified_file_of_no_bytes_is_as_none)}.verified.txt";
        File.Create(Path.Combine(_scratch.Path, name)).Dispose();

        Assert.Contains("New:", (await _scratch.Fails("text")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verified_file_of_another_extension_is_left_over()
    {
        const string name = $"{nameof(SnapshotTests)}.{nameof(A_verified_file_of_another_extension_is_left_over)}";
        _scratch.Write($"{name}.verified.txt", "text");
        _scratch.Write($"{name}.verified.md", "text");

        Assert.Contains($"Delete:\n  - {name}.verified.md\n", (await _scratch.Fails("text")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pass_gives_the_verified_text()
    {
        _scratch.Write($"{nameof(SnapshotTests)}.{nameof(A_pass_gives_the_verified_text)}.verified.txt", "text");

        var result = await _scratch.Check("text");

        Assert.Equal(("text", "text"), (result.Text, result.Target));
    }

    [Fact]
    public async Task A_name_used_twice_in_a_run_is_refused()
    {
        var first = Verify("text").UseDirectory(_scratch.Path).DisableDiff();
        var second = Verify("text").UseDirectory(_scratch.Path).DisableDiff();
        await Scratch.Fails(first);

        Assert.Contains("The prefix has already been used", (await Scratch.Fails(second)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_fixed_once_the_verification_has_started()
    {
        var verification = _scratch.Check("text");
        await Scratch.Fails(verification);

        Assert.ThrowsAny<Exception>(() => { _ = verification.CurrentSettings; });
    }

    [Fact]
    public async Task Settings_handed_over_are_copied()
    {
        var settings = new VerifySettings();
        settings.UseDirectory(_scratch.Path);
        settings.UseMethodName("given");

        await Scratch.Fails(Verify("text", settings).UseMethodName("changed").DisableDiff());
        await Scratch.Fails(Verify("text", settings).DisableDiff());

        Assert.Equal(["SnapshotTests.changed.received.txt", "SnapshotTests.given.received.txt"], _scratch.Files);
    }

    [Fact]
    public async Task Tests_that_run_side_by_side_keep_their_names()
    {
        const int tests = 16;
        var runs = await Task.WhenAll(InnerRun.Of<Left>(), InnerRun.Of<Right>());

        Assert.Equal(2 * tests, runs.Sum(run => run.Results.Count(result => result.Message.Contains(Expected(run), StringComparison.Ordinal))));

        static string Expected(InnerRun run) => $"SnapshotTests.{run.Cases[0].TestMethod.TestClass.Class.Name.Split('+')[1]}.";
    }

    internal abstract class SideBySide : IDisposable
    {
        private readonly Scratch _own = new();

        public static TheoryData<int> Numbers => [.. Enumerable.Range(0, 16)];

        [Theory]
        [MemberData(nameof(Numbers))]
        public async Task Verifies(int number)
        {
            await Task.Yield();
            await _own.Check($"{number}").UseParameters(number);
        }

        public void Dispose() => _own.Dispose();
    }

    internal sealed class Left : SideBySide;

    internal sealed class Right : SideBySide;
}
