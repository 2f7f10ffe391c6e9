using Conformance.CommandLine;
using Conformance.Tests;

namespace Conformance.Suite;

/// <summary>Threads in a guest, on the functions of a running kernel: who comes first is up to the machine.</summary>
public sealed class RealRaceTests : IDisposable
{
    private const string Target = $"lab:{LabFactAttribute.Kernel}/nd_pmem";

    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-race-");

    [LabFact]
    public void Linux_answers_as_if_one_call_came_after_the_other_but_for_what_is_known()
    {
        var (code, output, error) = PluginRun.Daxspec("check", Target, "--concurrent", "--cases", "1500", "--out", _out.FullName);
        Assert.True(code == ExitCodes.Conforms, output + error);
        var report = File.ReadAllText(Path.Join(_out.FullName, "report.md"));
        Assert.Contains("another each time: which thread comes first is up to the machine", report, StringComparison.Ordinal);
        // A history whose threads did not meet has shown nothing, and is not counted as one that held: on a busy host that is most of them.
        var judged = report.Split('\n').First(l => l.StartsWith("| CC-02 ", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        Assert.InRange(int.Parse(judged[5].Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture), 1, 1500);
    }

    [LabFact]
    public void A_history_is_asked_until_it_shows_something()
    {
        var (code, output, error) = PluginRun.Daxspec("replay", "page=4096 size=4096 | dax_alive & dax_direct_access nr_pages=1 @ 01", Target, "--profile", LabFactAttribute.Kernel);
        Assert.True(code == ExitCodes.Conforms, output + error);
        Assert.Contains("1 kaddr=0x0 pfn=", output, StringComparison.Ordinal);
        Assert.Contains("nothing broken\n100 attempts: which thread comes first is up to the machine", output, StringComparison.Ordinal);
    }

    /// <summary>Nobody closes the section: the guest helps after a while, and what came back then did not come back.</summary>
    [LabFact]
    public void A_wait_that_nobody_ends_is_seen()
    {
        var (code, output, error) = PluginRun.Daxspec("replay", "page=4096 size=4096 | dax_read_lock & kill_dax @ 02", Target, "--profile", LabFactAttribute.Kernel);
        Assert.True(code == ExitCodes.Broken, output + error);
        Assert.Contains("CC-03 broken: Calls that overlap come back", output, StringComparison.Ordinal);
    }

    [LabFact]
    public void What_no_thread_of_the_probe_can_do_is_refused()
    {
        var (code, _, error) = PluginRun.Daxspec("replay", "page=4096 size=4096 | kmap_atomic & dax_alive", Target, "--profile", LabFactAttribute.Kernel);
        Assert.Contains("found kmap_atomic in a thread; wanted calls of the device", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    public void Dispose() => _out.Delete(recursive: true);
}
