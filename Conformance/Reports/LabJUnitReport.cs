using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Conformance.CommandLine;
using Conformance.Lab;

namespace Conformance.Reports;

/// <summary>junit.xml of a lab run: one test case a kernel and driver; the clauses stand in the driver's own junit.xml.</summary>
public static class LabJUnitReport
{
    public static string Render(IReadOnlyList<LabKernelRun> runs)
    {
        var suites = runs.Select(Suite).ToArray();
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{new XElement("testsuites", suites).ToString().ReplaceLineEndings("\n")}\n";
    }

    private static XElement Suite(LabKernelRun run)
    {
        var cases = run.Drivers.Select(d => new XElement("testcase", new XAttribute("classname", $"daxspec.lab.{run.Kernel}"), new XAttribute("name", d.Provider.Name), Outcome(run, d))).ToArray();
        return new("testsuite", new XAttribute("name", $"daxspec lab:{run.Kernel} ({run.Release})"), new XAttribute("tests", Number(cases.Length)),
            new XAttribute("failures", Number(Count("failure"))), new XAttribute("errors", Number(Count("error"))), new XAttribute("skipped", Number(Count("skipped"))), cases);

        int Count(string kind) => cases.Count(c => c.Element(kind) is not null);
    }

    private static XElement? Outcome(LabKernelRun run, LabDriverRun driver) => driver.ExitCode switch
    {
        ExitCodes.Conforms => null,
        ExitCodes.NothingChecked => new("skipped", new XAttribute("message", driver.Reason)),
        ExitCodes.Broken => new("failure", new XAttribute("type", "broken"), new XAttribute("message", Broken(driver)), $"see {run.Kernel}/{driver.Provider.Name}/report.md"),
        _ => new("error", new XAttribute("type", "error"), new XAttribute("message", driver.Result is { } result ? Words.Verdict(result) : driver.Reason)),
    };

    private static string Broken(LabDriverRun driver) => string.Join(", ", driver.Result!.Clauses.Where(c => c.Finding is not null).Select(c => c.Id));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
