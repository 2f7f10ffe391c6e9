using System.Text.Json;
using Conformance.CommandLine;
using Conformance.RealDevice.Lab;

namespace Conformance.Suite;

/// <summary>Real pmem: Debian's 6.1 kernel with an e820 device in a virtual machine, this program inside.</summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealPmemTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-lab-");

    [LabFact]
    public void A_file_on_real_pmem_honours_the_contract_and_equals_the_model()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = Program.Run(["check", $"lab:{LabFactAttribute.Kernel}/e820/dax", "--cases", "100", "--out", _out.FullName], output, error);
        Assert.True(code == ExitCodes.Conforms, $"{output}\n{error}");
        var held = File.ReadAllLines(Path.Combine(_out.FullName, "run.jsonl"))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Where(r => r.GetProperty("type").GetString() == "clause" && r.GetProperty("status").GetString() == "held" && r.GetProperty("held").GetInt64() > 0)
            .Select(r => r.GetProperty("id").GetString())
            .ToArray();
        Assert.Superset(new HashSet<string?> { "EX-dax_direct_access", "EX-copy_cow_page_dax", "EX-dax_recovery_write", "EX-badblocks_set", "EX-load", "EX-store", "EX-cow_load", "EX-cow_store" }, held.ToHashSet());
        Assert.Contains(held, id => id!.StartsWith("CP-", StringComparison.Ordinal));
        Assert.Contains(held, id => id!.StartsWith("DA-", StringComparison.Ordinal));
    }

    [LabFact]
    public void A_guest_that_panics_is_reported_with_its_log()
    {
        var result = Run("echo started; sleep 1; echo c > /proc/sysrq-trigger; sleep 60", TimeSpan.FromMinutes(2));
        Assert.Equal(GuestStatus.Panicked, result.Status);
        Assert.Contains(result.KernelLog, l => l.Contains("sysrq", StringComparison.OrdinalIgnoreCase));
    }

    [LabFact]
    public void A_guest_that_says_nothing_is_ended()
    {
        var result = Run("sleep 100000", TimeSpan.FromSeconds(30));
        Assert.Equal(GuestStatus.Hung, result.Status);
    }

    private GuestResult Run(string script, TimeSpan noProgress)
    {
        Assert.True(LabCache.Default.TryFind(LabFactAttribute.Kernel, out var kernel, out _));
        return VirtualMachine.Run(new(kernel, "e820", ["/bin/sh", "-c", script], _out.FullName) { NoProgress = noProgress }, _ => { }, CancellationToken.None);
    }

    public void Dispose() => _out.Delete(recursive: true);
}
