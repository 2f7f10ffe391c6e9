using System.Diagnostics;
using Conformance.CommandLine;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Repro;

namespace Conformance.Tests;

/// <summary>daxspec repro: what its programs ask and expect, what they refuse, and that they compile and run.</summary>
public sealed class ReproTests
{
    private const string BehindTheEnd = "page=4096 size=4096 | dax_direct_access pgoff=2 nr_pages=1";
    private static readonly ModelSet Models = ModelSet.Load();

    [Theory]
    [InlineData(BehindTheEnd, "dax_direct_access pgoff=N + 1 nr_pages=1", "an errno", "got < 0 && got >= -MAX_ERRNO")]
    [InlineData("page=4096 size=4096 bad=0+1 | dax_direct_access nr_pages=1", "dax_direct_access nr_pages=1", "-EIO", "got == -EIO")]
    [InlineData("page=4096 size=4096 | dax_direct_access nr_pages=2", "dax_direct_access nr_pages=N + 1", "1 to N", "got >= 1 && got <= (s64)(N)")]
    [InlineData("page=4096 size=8192 | dax_direct_access pgoff=1 nr_pages=-1", "dax_direct_access pgoff=1 nr_pages=-1", "-EINVAL", "got == -EINVAL")]
    [InlineData("page=4096 size=4096 bad=0+1 | badblocks_check sectors=1", "badblocks_check sectors=1", "1", "got == 1")]
    [InlineData("page=4096 size=8192 | pread bytes=4096", "pread bytes=4096", "4096", "got == 4096")]
    public void What_may_be_answered_is_what_the_contract_says_for_a_device_of_any_size(string history, string text, string words, string expression)
    {
        var step = Plan(history).Steps[^1];
        Assert.Equal((text, words), (step.Text, step.Wanted));
        Assert.Equal(expression, step.Allowed);
    }

    [Fact]
    public void A_bad_page_may_raise_a_SIGBUS_and_nothing_else() =>
        Assert.Equal("SIGBUS with code 2", Plan("page=4096 size=4096 bad=0+1 | fault").Steps[0].Wanted);

    public static TheoryData<string> OfResults => [.. Models.Waivers.Where(w => w.IsOfNdPmem).Where(w => Text(w, "c") is not null).Select(w => w.Id)];

    [Fact]
    public void Many_known_deviations_can_be_reproduced() => Assert.InRange(OfResults.Count, 15, 200);

    /// <summary>The answers of a kernel that has the deviation must fail the program.</summary>
    [Theory]
    [MemberData(nameof(OfResults))]
    public void A_program_of_a_known_deviation_does_not_accept_it(string id)
    {
        var waiver = Models.Waivers.First(w => w.Id == id);
        var plan = Plan(waiver.Counterexample, Profile(waiver));
        using var device = new Reference.Model.ReferenceDevice(plan.Profile);
        var answers = new Outcome[plan.Steps.Length];
        device.Run(plan.History, answers);
        Assert.Contains(plan.Steps.Zip(answers), s => !s.First.Allows(s.Second));
    }

    [Theory]
    [InlineData("page=4096 size=4096 ops=none | dax_direct_access", "c", "found a device with members of dax_operations that are absent; wanted one that a real disk can be: pages, a size, acknowledged poison; do: --as csharp")]
    [InlineData("page=4096 size=4096 | kmap_atomic; kmap_atomic page=1", "c", "found kmap_atomic, which no module can call on a device that is there; wanted ")]
    [InlineData("page=4096 size=4096 | badblocks_set sectors=1; dax_direct_access nr_pages=1", "kselftest", "found operations on the device's own badblocks table beside others; wanted either kind alone")]
    [InlineData("page=4096 size=4096 bad=0+1? | dax_direct_access nr_pages=1", "bash", "found a device with poison that is not acknowledged; wanted ")]
    [InlineData("page=4096 size=4096 bad=0+1 | fault", "bash", "found fault, for which there is no command; wanted pread, pwrite, read_direct, write_direct; do: --as c")]
    public void What_a_form_cannot_express_is_refused(string history, string form, string message)
    {
        var (code, output, error) = Run("repro", history, "--as", form);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repro nonsense --as c", "'nonsense' has no '|'")]
    [InlineData("repro x", "Option '--as' is required.")]
    [InlineData("repro x --as cobol", "Argument 'cobol' not recognized.")]
    public void Wrong_use_exits_with_64(string line, string message)
    {
        var (code, _, error) = Run(line.Split(' '));
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page=4096 size=8192 bad=8+1 | fault pgoff=1; pread bytes=8192; pwrite pgoff=1 bytes=512 seed=5; read_direct sector=8 sectors=1; write_direct sector=8 sectors=1 seed=3; map_sync")]
    public void A_program_for_user_space_compiles_without_a_warning_and_skips_where_there_is_no_pmem(string history)
    {
        using var source = new ScratchText(Run("repro", history, "--as", "c").Output, "repro.c");
        var program = Path.ChangeExtension(source.Path, null);
        Assert.Equal((0, ""), Shell("gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program, source.Path));
        var (code, text) = Shell(program, source.Path, "/nowhere");
        Assert.Equal((4, "TAP version 13\n1..0 # SKIP FILE is not on that disk\n"), Shell(program, source.Path, source.Path));
        Assert.Equal((4, "TAP version 13\n1..0 # SKIP wanted FILE and /dev/pmemN\n"), Shell(program, source.Path));
        Assert.Equal((4, "TAP version 13\n1..0 # SKIP the disk does not open\n"), (code, text));
    }

    [Theory]
    [InlineData("kselftest", BehindTheEnd, "TAP version 13\n1..0 # SKIP no disk /nowhere\n")]
    [InlineData("bash", BehindTheEnd, "not possible here: no disk /nowhere\n")]
    [InlineData("bash", "page=4096 size=4096 bad=0+1 | pread bytes=1", "not possible here: no file '/nowhere'\n")]
    public void A_script_skips_where_there_is_no_pmem(string form, string history, string says)
    {
        using var script = new ScratchText(Run("repro", history, "--as", form).Output, "repro.sh");
        Assert.Equal((0, ""), Shell("bash", "-n", script.Path));
        if (Environment.UserName == "root") Assert.Equal((4, says), Shell("bash", script.Path, "/nowhere"));
    }

    [Fact]
    public void A_program_in_C_sharp_compiles_and_asks_the_target_it_is_given()
    {
        using var source = new ScratchText(Run("repro", BehindTheEnd, "--as", "csharp").Output, "repro.cs");
        var bin = AppContext.BaseDirectory;
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(source.Path)!, "repro.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Features>FileBasedProgram</Features></PropertyGroup>
              <ItemGroup><Reference Include="{bin}Conformance.dll" /><Reference Include="{bin}Conformance.Reference.dll" /><Reference Include="{bin}Conformance.RealDevice.dll" /><Reference Include="{bin}YamlDotNet.dll" /></ItemGroup>
            </Project>
            """);
        var (built, log) = Shell("dotnet", "build", "-nodeReuse:false", "-v", "q", "-o", Path.Combine(Path.GetDirectoryName(source.Path)!, "out"), Path.GetDirectoryName(source.Path)!);
        Assert.True(built == 0, log);
        // DA-09 is a known deviation of nd_pmem; the program calls it broken, for it judges by the contract alone.
        var (code, text) = Shell("dotnet", Path.Combine(Path.GetDirectoryName(source.Path)!, "out", "repro.dll"), "mmap:");
        Assert.Equal(1, code);
        Assert.StartsWith("DA-09 step 1: got 1", text, StringComparison.Ordinal);
    }

    private static ReproPlan Plan(string history, string profile = "6.1") => ReproPlan.Of(new(profile, HistoryText.ParseHistory(history)), Models.Profile(profile), Models);

    private static string Profile(Waiver waiver) => waiver.Profiles.Contains("6.1") ? "6.1" : waiver.Profiles[^1];

    private static string? Text(Waiver waiver, string form) => Run("repro", waiver.Counterexample, "--as", form, "--profile", Profile(waiver)) is (ExitCodes.Conforms, var text, _) ? text : null;

    internal static (int Code, string Output) Shell(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    internal static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
