namespace StandIns.Tests;

/// <summary>The names of snapshot files are those of the real package.</summary>
public sealed class SnapshotNameTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public Task Type_and_method() =>
        IsNamed("SnapshotNameTests.Type_and_method.received.txt", Here("text"));

    [Fact]
    public Task Type_name() =>
        IsNamed("Other.Type_name.received.txt", Here("text").UseTypeName("Other"));

    [Fact]
    public Task Method_name() =>
        IsNamed("SnapshotNameTests.other.received.txt", Here("text").UseMethodName("other"));

    [Fact]
    public Task File_name() =>
        IsNamed("other.received.txt", Here("text").UseFileName("other"));

    [Fact]
    public Task Extension() =>
        IsNamed("SnapshotNameTests.Extension.received.md", Verify("text", "md").UseDirectory(_scratch.Path).DisableDiff());

    [Fact]
    public Task Text_of_a_task() =>
        IsNamed("SnapshotNameTests.Text_of_a_task.received.txt", Verify(Task.FromResult("text")).UseDirectory(_scratch.Path).DisableDiff());

    [Fact]
    public Task Text_of_a_task_and_extension() =>
        IsNamed("SnapshotNameTests.Text_of_a_task_and_extension.received.csv", Verify(Task.FromResult("text"), "csv").UseDirectory(_scratch.Path).DisableDiff());

    [Theory]
    [InlineData("a")]
    public Task Text_for_parameters(string text) =>
        IsNamed($"SnapshotNameTests.Text_for_parameters_x={text}.received.txt", Here("text").UseTextForParameters($"x={text}"));

    [Theory]
    [InlineData("Value", 2.5, "_arg=Value_d=2.5")]
    [InlineData("a/b:c*d?e\"f<g>h|i\\j\tk", -1, "_arg=a-b-c-d-e-f-g-h-i-j-k_d=-1")]
    [InlineData(null, 1e30, "_arg=null_d=1E+30")]
    public Task Parameters(string? arg, double d, string suffix) =>
        IsNamed($"SnapshotNameTests.Parameters{suffix}.received.txt", Here(suffix).UseParameters(arg, d));

    [Theory]
    [InlineData(new[] { 1, 2 }, true, "_items=1,2")]
    [InlineData(new int[0], false, "_items=[]")]
    public Task A_list_as_the_only_parameter(int[] items, bool flag, string suffix)
    {
        Assert.Equal(flag, items.Length > 0);
        return IsNamed($"SnapshotNameTests.A_list_as_the_only_parameter{suffix}.received.txt", Here(suffix).UseParameters(items));
    }

    [Theory]
    [InlineData(DayOfWeek.Monday, 'x')]
    public Task Parameters_of_other_types(DayOfWeek day, char letter) =>
        IsNamed("SnapshotNameTests.Parameters_of_other_types_day=Monday_letter=x.received.txt", Here("text").UseParameters(day, letter));

    [Fact]
    public async Task Too_many_parameters_are_refused()
    {
        var failure = await Scratch.Fails(Here("text").UseParameters(1));

        Assert.Contains("The number of passed in parameters (1) must not exceed the number of parameters for the method (0).", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_is_made_and_is_relative_to_the_source_file()
    {
        var relative = Path.GetRelativePath(SourceDirectory(), Path.Combine(_scratch.Path, "deep", "er"));

        await Scratch.Fails(Verify("text").UseDirectory(relative).DisableDiff());

        Assert.True(File.Exists(Path.Combine(_scratch.Path, "deep", "er", "SnapshotNameTests.A_directory_is_made_and_is_relative_to_the_source_file.received.txt")));
    }

    [Fact]
    public void Names_that_exclude_each_other_are_refused()
    {
        Refused(settings => { settings.UseFileName("file"); settings.UseTypeName("Type"); });
        Refused(settings => { settings.UseFileName("file"); settings.UseMethodName("method"); });
        Refused(settings => { settings.UseFileName("file"); settings.UseParameters(1); });
        Refused(settings => { settings.UseMethodName("method"); settings.UseFileName("file"); });
        Refused(settings => { settings.UseParameters(1); settings.UseTextForParameters("one"); });
        Refused(settings => { settings.UseTextForParameters("one"); settings.UseParameters(1); });
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_name_that_is_no_file_name_is_refused(string name) => Refused(settings => settings.UseFileName(name));

    [Theory]
    [InlineData(".md")]
    [InlineData("")]
    [InlineData("png")]
    public async Task An_extension_that_is_not_of_a_text_is_refused(string extension) =>
        await Scratch.Fails(Verify("text", extension).UseDirectory(_scratch.Path).DisableDiff());

    private SettingsTask Here(string text) => Verify(text).UseDirectory(_scratch.Path).DisableDiff();

    private async Task IsNamed(string file, SettingsTask verification)
    {
        await Scratch.Fails(verification);
        Assert.Equal([file], _scratch.Files);
    }

    private static void Refused(Action<VerifySettings> configure) => Assert.ThrowsAny<Exception>(() => configure(new VerifySettings()));

    private static string SourceDirectory([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    public sealed class Nested : IDisposable
    {
        private readonly Scratch _scratch = new();

        public void Dispose() => _scratch.Dispose();

        [Fact]
        public async Task Outer_type_type_and_method()
        {
            await _scratch.Fails("text");

            Assert.Equal(["SnapshotNameTests.Nested.Outer_type_type_and_method.received.txt"], _scratch.Files);
        }
    }
}
