using System.Text;
using System.Text.Json;
using Conformance.Evidence;
using Conformance.Models;
using Conformance.Reports;

namespace Conformance.Lab;

/// <summary>KERNEL/lab.jsonl beside the reports of its drivers: the kernel, its drivers, the answers to the named edge cases. No times.</summary>
public static class LabRecord
{
    public const string Name = "lab.jsonl";

    public static string Render(LabKernelRun run, ModelSet models)
    {
        var text = new StringBuilder();
        Write(new KernelLine("kernel", run.Kernel, run.Release));
        foreach (var driver in run.Drivers)
        {
            Write(new DriverLine("driver", driver.Provider.Name, driver.Provider.Title, driver.Result is null ? driver.Reason : null));
            foreach (var answers in driver.EdgeCases)
                Write(new EdgeCaseRecord("edge_case", driver.Provider.Name, answers.Case.Name, [.. EdgeCaseText.Lines(answers, models.Profile(run.Profile))]));
        }
        return text.ToString();

        void Write<T>(T line) => text.Append(JsonSerializer.Serialize(line, EvidenceJson.Options)).Append('\n');
    }

    internal sealed record KernelLine(string Type, string Kernel, string Release);

    internal sealed record DriverLine(string Type, string Driver, string Title, string? NotChecked);

    internal sealed record EdgeCaseRecord(string Type, string Driver, string Case, string[] Answers);
}
