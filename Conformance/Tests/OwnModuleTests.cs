using System.Text;
using Conformance.CommandLine;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Suite;

namespace Conformance.Tests;

public sealed class OwnModuleTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-module-");

    [Fact]
    public void A_module_is_named_in_one_word()
    {
        var text = $"module={Module("dep.ko")},module={Module("my-drv.ko")},param=broken=no,param=pages=8,device=/dev/mypmem0,setup={Put("setup.sh", "true")}";
        var module = OwnModule.Parse(text);
        Assert.Equal(("my_drv", "module:my_drv", text), (module.Name, module.Driver, module.ToString()));
        Assert.Equal(module, OwnModule.Parse(text));
        Assert.Equal(("6.12", text, null), LabGuest.Parse($"lab:6.12/{text}"));
    }

    [Theory]
    [InlineData("module=DIR/a.ko", "found 0 devices and 0 scripts; wanted module=FILE.ko")]
    [InlineData("module=DIR/a.ko,device=/dev/a,device=/dev/b", "found 2 devices")]
    [InlineData("module=DIR/a.ko,device=/dev/a,speed=9", "found 'speed=9'; wanted module=FILE.ko")]
    [InlineData("module=DIR/a.ko,device=a", "found the device 'a'; wanted the path that it has in the guest, /dev/NAME")]
    [InlineData("module=DIR/a.ko,param=broken,device=/dev/a", "found the parameter 'broken'; wanted NAME=VALUE")]
    [InlineData("module=DIR/none.ko,device=/dev/a", "found no file DIR/none.ko; wanted a kernel module")]
    [InlineData("module=DIR/a.txt,device=/dev/a", "found the module file 'a.txt'; wanted NAME.ko")]
    [InlineData("module=DIR/text.ko,device=/dev/a", "found that DIR/text.ko is no ELF file")]
    [InlineData("module=DIR/a.ko,device=/dev/a,setup=DIR/none.sh", "found no file DIR/none.sh; wanted a script")]
    public void What_is_wrong_with_one_is_said(string text, string message)
    {
        Module("a.ko");
        Put("a.txt", "");
        Put("text.ko", "hello");
        Assert.Contains(message.Replace("DIR", _directory.FullName, StringComparison.Ordinal), Assert.Throws<FormatException>(() => OwnModule.Parse(text.Replace("DIR", _directory.FullName, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vermagic=6.1.0-9-amd64 SMP\0", "found a module for 6.1.0-9-amd64; wanted one for 6.12.9; do: daxspec lab build DIR --kernel 6.12")]
    [InlineData("", "found a module for no kernel: there is no vermagic in it; wanted one for 6.12.9")]
    public void A_module_of_another_kernel_is_refused(string magic, string message) =>
        Assert.Contains(message, Assert.Throws<TargetException>(() => OwnModule.Parse($"module={Module("a.ko", magic)},device=/dev/a").CheckFits(new("6.12", "6.12.9", "/vmlinuz", "/initrd"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--device /dev/a", "--device, --param or --setup without --module: wanted the module that they belong to")]
    [InlineData("--module DIR/a.ko", "--module DIR/a.ko without --device: wanted the block device that it makes, /dev/NAME")]
    [InlineData("--module DIR/ramdax.ko --device /dev/a", "--module DIR/ramdax.ko: the lab has a driver 'ramdax' already; wanted another name")]
    [InlineData("--module DIR/none.ko --device /dev/a", "found no file DIR/none.ko; wanted a kernel module")]
    public void Wrong_use_exits_with_64_and_says_what_was_wanted(string arguments, string message)
    {
        Module("a.ko");
        Module("ramdax.ko");
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run($"lab check {arguments}".Replace("DIR", _directory.FullName, StringComparison.Ordinal).Split(' '), TextWriter.Null, error, new FakeLab());
        Assert.StartsWith($"daxspec: {message.Replace("DIR", _directory.FullName, StringComparison.Ordinal)}", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_not_built()
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(ExitCodes.Usage, Program.Run(["lab", "build", "/nowhere"], TextWriter.Null, error, new FakeLab()));
        Assert.StartsWith("daxspec: found no directory /nowhere; wanted the one of an out-of-tree module", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The guest's list does not have it: it was prepared before there were modules.</summary>
    [LabFact]
    public void A_guest_that_does_not_know_of_modules_fails_the_run_and_names_the_command()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = Program.Run(["lab", "check", "--kernel", "6.1", "--module", Module("a.ko"), "--device", "/dev/a", "--out", _directory.FullName], output, TextWriter.Null, new FakeLab());
        Assert.Contains("a             could not be checked: this guest does not list it, so that it is older than this program; run: lab/prepare 6.1", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    [ToolFact("cpio")]
    public void What_the_guest_gets_is_an_archive_that_cpio_reads()
    {
        var module = OwnModule.Parse($"module={Module("dep.ko")},module={Module("my-drv.ko", "odd")},param=a=b,device=/dev/mypmem0,setup={Put("s.sh", "echo hello\n")}");
        var initrd = Path.Join(_directory.FullName, "initrd");
        QemuGuest.WithModule(new("6.1", "6.1.0", "/vmlinuz", Put("base", "")), module, initrd);
        using var cpio = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cpio", ["-i", "-d", "--quiet", "-F", initrd]) { WorkingDirectory = _directory.FullName })!;
        cpio.WaitForExit();
        Assert.Equal(0, cpio.ExitCode);
        Assert.Equal(("dep.ko\nmy-drv.ko a=b\n", "my_drv /dev/mypmem0\n", "echo hello\n"), (Read("modules"), Read("device"), Read("setup")));
        Assert.Equal(File.ReadAllBytes(Path.Join(_directory.FullName, "my-drv.ko")), File.ReadAllBytes(Path.Join(_directory.FullName, "own", "my-drv.ko")));

        string Read(string name) => File.ReadAllText(Path.Join(_directory.FullName, "own", name));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string Module(string name, string text = "") => Put(name, "\u007fELF" + text);

    private string Put(string name, string text)
    {
        var file = Path.Join(_directory.FullName, name);
        File.WriteAllText(file, text, Encoding.ASCII);
        return file;
    }
}
