using System.Globalization;
using System.Text;
using Conformance.CommandLine;
using Conformance.Lab;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>A lab run in a table: kernel × driver, what came out. summary.md has no times; the terminal and environment.txt have.</summary>
public static class LabSummary
{
    private static readonly Status[] Shown = [Status.Broken, Status.Waived, Status.Unconstrained, Status.NotObservable, Status.NotSupported, Status.Held];

    public static string Markdown(IReadOnlyList<LabKernelRun> runs)
    {
        var text = new StringBuilder();
        text.Line($"# Lab run: {Verdict(runs)}").Line();
        text.Line($"| kernel | driver | | {string.Join(" | ", Shown.Select(Words.Of))} | cases | operations | guests lost |").Line($"|---|---|---|{string.Concat(Shown.Select(_ => "--:|"))}--:|--:|--:|");
        foreach (var (run, driver) in Each(runs))
            text.Line(driver.Result is { } result
                ? $"| {run.Release} | [{driver.Provider.Name}]({run.Kernel}/{driver.Provider.Name}/report.md) | {Words.Verdict(result)} | {string.Join(" | ", Shown.Select(s => Words.Count(result.CountOf(s))))} | {Words.Count(result.CaseCount)} | {Words.Count(result.Operations)} | {driver.Lost.Length} |"
                : $"| {run.Release} | {driver.Provider.Name} | {NotChecked(driver)}: {MarkdownText.Cell(driver.Reason)} | {string.Concat(Shown.Select(_ => "| "))}| | {driver.Lost.Length} |");
        text.Line();
        Lost(text, runs);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    public static IEnumerable<string> Terminal(IReadOnlyList<LabKernelRun> runs, string path)
    {
        foreach (var run in runs)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{run.Kernel}: Linux {run.Release}, up after {run.BootTime.TotalSeconds:F0} s, {run.TotalTime.TotalSeconds:F0} s in all");
            foreach (var driver in run.Drivers)
            {
                yield return $"  {driver.Provider.Name,-13} {(driver.Result is { } result ? Words.Verdict(result) : $"{NotChecked(driver)}: {driver.Reason}")}";
                if (driver.Result is { } shown)
                    yield return $"  {"",-13} {Words.Summary(shown)}; {Words.Plural(shown.CaseCount, "case")}, {Words.Plural(shown.Operations, "operation")}{Speed(driver)}{(driver.Lost.IsEmpty ? "" : $"; {Words.Plural(driver.Lost.Length, "guest")} lost")}";
            }
        }
        yield return $"lab: {Verdict(runs)}";
        yield return $"  report: {path}";
    }

    /// <summary>What no verdict depends on.</summary>
    public static string Environment(IReadOnlyList<LabKernelRun> runs)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
        {
            text.Line(string.Create(CultureInfo.InvariantCulture, $"{run.Kernel}: boot {run.BootTime.TotalSeconds:F1} s, total {run.TotalTime.TotalSeconds:F1} s"));
            foreach (var driver in run.Drivers.Where(d => d.Elapsed > TimeSpan.Zero))
                text.Line(string.Create(CultureInfo.InvariantCulture, $"{run.Kernel}/{driver.Provider.Name}: {driver.Elapsed.TotalSeconds:F1} s, {driver.Calls.Count} kernel calls, {driver.Calls.PerSecond} a second"));
        }
        return text.ToString();
    }

    private static string Speed(LabDriverRun driver) => driver.Calls.Count == 0 ? "" : $"; {Words.Plural(driver.Calls.Count, "kernel call")}, {Words.Count(driver.Calls.PerSecond)} a second";

    private static string NotChecked(LabDriverRun driver) => driver.Failed ? "could not be checked" : "not in this kernel";

    private static IEnumerable<(LabKernelRun Run, LabDriverRun Driver)> Each(IReadOnlyList<LabKernelRun> runs) => runs.SelectMany(r => r.Drivers.Select(d => (r, d)));

    private static string Verdict(IReadOnlyList<LabKernelRun> runs) => ExitCodes.Worst(runs.Select(r => r.ExitCode)) switch
    {
        ExitCodes.Conforms => "every driver conforms",
        ExitCodes.Broken => "a driver does not conform",
        ExitCodes.UnexpectedPass => "a known deviation no longer occurs",
        ExitCodes.NothingChecked => "nothing was checked",
        _ => "the lab failed",
    };

    private static void Lost(StringBuilder text, IReadOnlyList<LabKernelRun> runs)
    {
        foreach (var (run, driver) in Each(runs).Where(x => !x.Driver.Lost.IsEmpty))
            foreach (var lost in driver.Lost)
            {
                text.Line($"{Words.End(lost.Fault)}: {run.Release}, {driver.Provider.Name}, operation {lost.Step + 1}").Line().Line("```").Line(lost.History.ToString());
                text.Line($"  replay  daxspec replay {Words.Token(driver.Result!, lost)} {driver.Result!.Target.Name}");
                foreach (var line in lost.Log) text.Line($"  log     {line.Text}");
                text.Line("```").Line();
            }
    }
}
