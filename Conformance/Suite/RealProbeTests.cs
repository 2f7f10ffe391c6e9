using Conformance.CommandLine;
using Conformance.Reference.Histories;

namespace Conformance.Suite;

/// <summary>kernel: in a real kernel with the probe: this program inside a guest, by ioctl on /dev/daxspec.</summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealProbeTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-probe-");

    [LabFact]
    public void What_the_running_kernel_answers_inside_is_what_a_guest_answers_outside()
    {
        var inside = Check("lab:6.1/e820/kernel", "--cases", "300", "--seed", "7", "--sweep-step", "29");
        var outside = Check("lab:6.1/e820", "--cases", "300", "--seed", "7", "--sweep-step", "29");
        Assert.Equal(outside.Code, inside.Code);
        Assert.Equal(ExitCodes.Conforms, inside.Code);
        // But for the header, which names target and title, every line: clauses with their counts, known deviations, digests of the answers.
        Assert.Equal(outside.Record[1..], inside.Record[1..]);
        Assert.Contains(inside.Record, l => l.Contains("\"type\":\"answers\"", StringComparison.Ordinal));
        Assert.Contains("\"lab:6.1/e820/kernel\"", inside.Record[0], StringComparison.Ordinal);
    }

    /// <summary>There is no other machine to go on with: the file on the host says which case it was.</summary>
    [LabFact]
    public void A_running_kernel_that_goes_down_has_the_case_on_record()
    {
        var (code, _, output) = Check("lab:6.1/nd_pmem/kernel", "--no-guard", "--oracle", "contract", "--cases", "0");
        Assert.True(code == ExitCodes.Broken, output);
        var token = Token.Parse(output.Split('\n').Single(l => l.StartsWith("  replay   daxspec replay ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
        Assert.StartsWith("lab:6.1/nd_pmem/kernel (6.1.", output, StringComparison.Ordinal);
        Assert.Contains(") panicked: ", output, StringComparison.Ordinal);
        Assert.Contains("  case     edge ", output, StringComparison.Ordinal);
        Assert.Contains("BUG: kernel NULL pointer dereference", File.ReadAllText(Path.Combine(_out.FullName, "report.md")), StringComparison.Ordinal);
        // The very case: with the guard it is the same fault.
        var (again, _, steps) = Run("replay", token.ToString(), "lab:6.1/nd_pmem/kernel");
        Assert.True(again == ExitCodes.Conforms, steps);
        Assert.Contains("faulted fault=NullCall", steps, StringComparison.Ordinal);
    }

    public void Dispose() => _out.Delete(recursive: true);

    private (int Code, string[] Record, string Output) Check(string target, params string[] options)
    {
        var (code, _, output) = Run(["check", target, "--out", _out.FullName, .. options]);
        var record = Path.Combine(_out.FullName, "run.jsonl");
        return (code, File.Exists(record) ? File.ReadAllLines(record) : [], output);
    }

    private static (int Code, string Error, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(arguments, output, error);
        return (code, error.ToString(), output.ToString());
    }
}
