using System.Diagnostics;
using Conformance.CommandLine;
using Conformance.Lab;
using Conformance.RealDevice.Lab;

namespace Conformance.Suite;

/// <summary>
/// The programs of daxspec repro on running kernels: built against their headers in the lab's roots, and run in a guest without .NET.
/// </summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealReproTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-repro-");

    public static TheoryData<string> Kernels => ["6.1", "6.12"];

    /// <summary>What is asked, as which form, how it ends, what it says.</summary>
    private static readonly (string Name, string Form, string History, int Code, string Says)[] Cases =
    [
        ("behind", "kselftest", "page=4096 size=4096 | dax_direct_access pgoff=2 nr_pages=1", 1, "not ok 1 - dax_direct_access pgoff=N + 1 nr_pages=1: got 1, allowed an errno"),
        ("end", "kselftest", "page=4096 size=4096 | dax_direct_access pgoff=1 nr_pages=1", 0, "ok 1 - dax_direct_access pgoff=N nr_pages=1: got -34, allowed an errno"),
        ("poison", "bash", "page=4096 size=8192 bad=8+1 | dax_direct_access nr_pages=2; dax_direct_access pgoff=1 nr_pages=1", 0, "ok      dax_direct_access pgoff=1 nr_pages=1: got -"),
        ("zero", "kselftest", "page=4096 size=4096 | dax_zero_page_range pgoff=0 nr_pages=1", 0, "ok 1 - dax_zero_page_range nr_pages=1: got 0, allowed 0"),
        ("table", "kselftest", "page=4096 size=4096 bad=0+1 | badblocks_check sectors=1; badblocks_clear sectors=1; badblocks_check sectors=1", 0, "ok 3 - badblocks_check sectors=1: got 0, allowed 0"),
    ];

    [ObservableTheory]
    [MemberData(nameof(Kernels))]
    public void A_finding_is_reproduced_on_a_running_kernel(string name)
    {
        if (!LabCache.Default.TryFind(name, out var kernel, out var problem)) throw new NotObservableException(problem);
        var root = Path.Combine(LabCache.Default.Root, "roots", KernelList.All.First(k => k.Name == name).Suite);
        if (!Directory.Exists(root) || Environment.UserName != "root") throw new NotObservableException($"modules for {name} are built as root in {root}; run: {LabCache.PrepareCommand(name)}");
        foreach (var (label, form, history, _, _) in Cases)
        {
            Build(root, kernel.Release, label, Write("c", history, name, "daxspec_repro.c"));
            Write(form, history, name, $"{label}.sh");
        }
        Compile(Write("c", "page=4096 size=8192 bad=8+1 | fault; fault pgoff=1; pread pgoff=1 bytes=512; pwrite pgoff=1 bytes=4096 seed=5; fault pgoff=1; map_sync", name, "user.c"));
        Write("bash", "page=4096 size=8192 bad=8+1 | pread bytes=4096; pread pgoff=1 bytes=512; read_direct sector=8 sectors=1", name, "dd.sh");
        var script = $"""
            cd {GuestJob.GuestOut}
            bash behind.sh "$DAXSPEC_DEVICE" >mounted.txt 2>&1; echo "exit $?" >>mounted.txt
            insmod zero.ko device="$DAXSPEC_DEVICE" destroy=1 >claimed.txt 2>&1; echo "exit $?" >>claimed.txt
            ./user "$DAXSPEC_DAX_FILE" "$DAXSPEC_DEVICE" >user.txt 2>&1; echo "exit $?" >>user.txt
            bash dd.sh "$DAXSPEC_DAX_FILE" "$DAXSPEC_DEVICE" >dd.txt 2>&1; echo "exit $?" >>dd.txt
            umount "$(stat -c %m "$DAXSPEC_DAX_FILE")"
            for name in {string.Join(' ', Cases.Select(c => c.Name))}; do MODULE=$PWD/$name.ko bash $name.sh "$DAXSPEC_DEVICE" >$name.txt 2>&1; echo "exit $?" >>$name.txt; done
            dmesg | tail -n 40 >kernel.txt
            """;
        var result = VirtualMachine.Run(new(kernel, "e820", ["/bin/sh", "-c", script], _out.FullName) { NoProgress = TimeSpan.FromMinutes(3) }, _ => { }, CancellationToken.None);
        Assert.True(result.Status == GuestStatus.Finished, result.Reason);
        string[] problems =
        [
            .. Cases.SelectMany(c => Problems(c.Name, c.Code, c.Says)),
            .. Problems("mounted", 4, "1..0 # SKIP /dev/pmem0 is mounted"),
            .. Problems("claimed", 1, "busy"),
            .. Problems("user", 0, "ok 2 - fault pgoff=1\n"),
            .. Problems("dd", 0, "ok      pread pgoff=1 bytes=512: got -1"),
        ];
        Assert.True(problems.Length == 0, $"{string.Join('\n', problems)}\n{File.ReadAllText(Path.Combine(_out.FullName, "kernel.txt"))}");
    }

    public void Dispose() => _out.Delete(recursive: true);

    /// <summary>What is wrong with what a program said and how it ended.</summary>
    private IEnumerable<string> Problems(string label, int code, string says)
    {
        var text = File.ReadAllText(Path.Combine(_out.FullName, $"{label}.txt"));
        if (!text.EndsWith($"exit {code}\n", StringComparison.Ordinal) || !text.Contains(says, StringComparison.Ordinal)) yield return $"{label}: wanted '{says}' and exit {code}; found\n{text}";
    }

    /// <summary>As the command line writes it.</summary>
    private string Write(string form, string history, string profile, string file)
    {
        var path = Path.Combine(_out.FullName, file);
        var error = new StringWriter();
        Assert.True(Program.Run(["repro", history, "--as", form, "--profile", profile, "--out", path], TextWriter.Null, error) == ExitCodes.Conforms, error.ToString());
        return path;
    }

    /// <summary>Leaves NAME.ko, without a warning of the compiler.</summary>
    private void Build(string root, string release, string name, string source)
    {
        var work = Directory.CreateDirectory(Path.Combine(root, "tmp", $"repro.{Environment.ProcessId}.{name}"));
        try
        {
            File.Copy(source, Path.Combine(work.FullName, "daxspec_repro.c"));
            File.WriteAllText(Path.Combine(work.FullName, "Kbuild"), "obj-m := daxspec_repro.o\nccflags-y := -Wall -Werror\n");
            Run("unshare", "--mount", "sh", "-c", "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \"$@\"", root,
                "make", "-s", "-C", $"/lib/modules/{release}/build", $"M=/tmp/{work.Name}", "modules");
            File.Copy(Path.Combine(work.FullName, "daxspec_repro.ko"), Path.Combine(_out.FullName, $"{name}.ko"));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static void Compile(string source) => Run("gcc", "-static", "-O1", "-Wall", "-Werror", "-o", Path.ChangeExtension(source, null), source);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, text + error.Result);
    }
}
