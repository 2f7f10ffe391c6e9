using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class LabCommandTests
{
    [Theory]
    [InlineData("lab check --kernel 4.4", "there is no kernel '4.4': wanted 5.10, 6.1, 6.12, 7.2 or all")]
    [InlineData("lab prepare 4.4", "there is no kernel '4.4': wanted 5.10, 6.1, 6.12, 7.2 or all")]
    [InlineData("lab shell 4.4", "there is no kernel '4.4': wanted 5.10, 6.1, 6.12, 7.2 or all")]
    [InlineData("lab check --cases none", "--cases none: wanted 0 .. 2147483647")]
    [InlineData("lab check --modules .", "--modules without --kernel-image: wanted both, the modules belong to one image")]
    [InlineData("lab check --kernel-image a", "--kernel-image without --modules: wanted its lib/modules/RELEASE too")]
    [InlineData("lab check --headers .", "--headers without --kernel-image: wanted both, the headers belong to one image")]
    [InlineData("lab check --kernel-image /nowhere/bzImage --modules .", "--kernel-image /nowhere/bzImage: no such file")]
    [InlineData("lab matrix --from /nowhere", "/nowhere: found no KERNEL/lab.jsonl; wanted what a lab run leaves; run: daxspec lab check --kernel all --out /nowhere")]
    [InlineData("lab", "Required command was not provided.")]
    public void Wrong_use_exits_with_64_and_says_what_was_wanted(string line, string message)
    {
        var (code, output, error) = Run(line.Split(' '));
        Assert.StartsWith($"daxspec: {message}", error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
    }

    [Fact]
    public void An_unknown_driver_is_answered_with_those_there_are() =>
        Assert.StartsWith("there is no driver 'brd': wanted one of nd_pmem, e820, ", Assert.Throws<UsageException>(() => LabOptions.DriverNames(["brd"])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kernel_that_is_not_prepared_is_not_observable_here_and_the_command_is_named() =>
        Assert.EndsWith("prepared: none; run: lab/prepare 6.12", Assert.Throws<TargetException>(() => LabOptions.Bootable(["6.12"], new LabCache("/nowhere"))).Message, StringComparison.Ordinal);

    [Fact]
    public void All_kernels_where_none_is_prepared_is_not_observable_here() =>
        Assert.Equal("the lab is not observable here: no kernel is prepared in /nowhere; run: daxspec lab prepare all", Assert.Throws<TargetException>(() => LabOptions.Bootable(["all"], new LabCache("/nowhere"))).Message);

    [Fact]
    public void A_program_without_its_lab_directory_says_where_to_run_it() =>
        Assert.StartsWith("found no lab/prepare in /proc/self or above; wanted the lab directory of the repository", Assert.Throws<TargetException>(() => LabScript.Find("/proc/self")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_checkout_has_its_lab_directory() => Assert.True(File.Exists(LabScript.Find(AppContext.BaseDirectory)));

    [Fact]
    public void Kernels_come_oldest_first() => Assert.Equal(["5.10", "6.1", "6.12"], LabOptions.Names(["6.12", "all"], ["6.1", "5.10"]));

    [Fact]
    public void The_list_of_kernels_is_the_lab_s_own() => Assert.Equal(["5.10", "6.1", "6.12", "7.2"], KernelList.All.Select(k => k.Name));

    [Fact]
    public void Every_kernel_of_the_lab_has_a_profile_to_be_judged_by() => Assert.All(KernelList.All, k => ModelSet.Load().Profile(k.Name));

    [Fact]
    public void A_line_of_the_kernel_list_is_name_suite_match_and_what_it_stands_for() =>
        Assert.Equal(new KernelEntry("7.2", "forky", true, "no pfn_t, new drivers"), KernelList.Parse("# comment\n\n7.2   forky  newest  no pfn_t, new drivers\n").Single());

    [Fact]
    public void Kernels_and_drivers_can_be_listed()
    {
        var (code, output, _) = Run("lab", "list");
        Assert.Contains("dm-stripe      device mapper, striped", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Conforms, code);
    }

    [Fact]
    public void Kernels_and_drivers_can_be_read_by_a_program()
    {
        using var json = JsonDocument.Parse(Run("lab", "list", "--json").Output);
        Assert.Equal("bullseye", json.RootElement.GetProperty("kernels")[0].GetProperty("suite").GetString());
    }

    [Fact]
    public void Findings_can_be_listed() => Assert.Contains("F-20  badblocks_check of more than 2^31 sectors never returns", Run("findings", "--evidence", "/nowhere").Output, StringComparison.Ordinal);

    [Fact]
    public void Findings_can_be_read_by_a_program()
    {
        using var json = JsonDocument.Parse(Run("findings", "--evidence", "/nowhere", "--json").Output);
        Assert.StartsWith("daxspec replay dax1:", json.RootElement[0].GetProperty("replay").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_knows_every_form_of_a_target()
    {
        var known = string.Join('\n', DoctorCommand.Examine().Select(c => KernelList.All.Aggregate(c.What, (what, kernel) => what.Replace($"lab:{kernel.Name}/", "lab:KERNEL/", StringComparison.Ordinal))));
        Assert.All(Targets.TargetFactory.Forms, f => Assert.Contains(f.Form, known, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_doctor_misses_it_says_how_to_get() => Assert.All(DoctorCommand.Examine().Where(c => !c.Ok), c => Assert.NotEqual("", c.Remedy));

    [Fact]
    public void A_lab_without_kernels_names_the_command_for_each() =>
        Assert.All(KernelList.All, k => Assert.Equal(2, DoctorLab.Examine(new LabCache("/nowhere")).Count(c => !c.Ok && c.Remedy == $"lab/prepare {k.Name}")));

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(0, new[] { 0, 0 })]
    [InlineData(3, new[] { 0, 3 })]
    [InlineData(1, new[] { 3, 2, 1, 0 })]
    [InlineData(4, new[] { 1, 4 })]
    public void A_run_of_several_parts_exits_with_the_worst(int worst, int[] codes) => Assert.Equal(worst, ExitCodes.Worst(codes));

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(args, output, error, new FakeLab());
        return (code, output.ToString(), error.ToString());
    }
}
