using Conformance.Lab;
using Conformance.Models;

namespace Conformance.Reports;

/// <summary>The files of a lab run: KERNEL/DRIVER/ as "check" writes them, KERNEL/lab.jsonl, and a summary above.</summary>
public static class LabReportFiles
{
    /// <summary>What is known of one kernel so far.</summary>
    public static void Write(LabKernelRun run, ModelSet models, string directory)
    {
        var kernel = Path.Combine(directory, run.Kernel);
        if (run.Drivers is [.., { Result: { } result } last]) ReportFiles.Write(result, Path.Combine(kernel, last.Provider.Name), "");
        ReportFiles.Replace(kernel, LabRecord.Name, LabRecord.Render(run, models));
    }

    /// <returns>The path of summary.md as <paramref name="shown"/> names the directory.</returns>
    public static string Write(IReadOnlyList<LabKernelRun> runs, string directory, string shown)
    {
        ReportFiles.Replace(directory, "summary.md", LabSummary.Markdown(runs));
        ReportFiles.Replace(directory, "junit.xml", LabJUnitReport.Render(runs));
        ReportFiles.Replace(directory, "environment.txt", LabSummary.Environment(runs));
        return Path.Combine(shown, "summary.md");
    }
}
