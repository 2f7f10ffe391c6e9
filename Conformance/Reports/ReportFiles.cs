using System.Text;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>Writes the reports of a run; each file appears whole or not at all.</summary>
public static class ReportFiles
{
    /// <returns>The path of report.md as <paramref name="shown"/> names the directory.</returns>
    public static string Write(RunResult result, string directory, string shown)
    {
        Directory.CreateDirectory(directory);
        Replace(directory, "report.md", MarkdownReport.Render(result));
        Replace(directory, "junit.xml", JUnitReport.Render(result));
        Replace(directory, "run.jsonl", JsonlReport.Render(result));
        Replace(directory, "environment.txt", EnvironmentText.Render(result.Target));
        return Path.Combine(shown, "report.md");
    }

    /// <summary>The report of a run that the guest did not survive.</summary>
    public static string Write(LostGuest lost, string directory, string shown)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(shown, "report.md");
        Replace(directory, "report.md", $"# {lost.Target} {lost.Word}\n\n```\n{string.Join('\n', lost.Lines(path))}\n```\n\n## Kernel log\n\n```\n{string.Join('\n', lost.KernelLog)}\n```\n");
        return path;
    }

    /// <summary>Writes one file, whole or not at all.</summary>
    internal static void Replace(string directory, string name, string text)
    {
        Directory.CreateDirectory(directory);
        var scratch = Path.Combine(directory, $".{name}.{Environment.ProcessId}");
        File.WriteAllText(scratch, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(scratch, Path.Combine(directory, name), overwrite: true);
    }
}
