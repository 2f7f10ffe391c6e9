using System.Reflection;
using System.Text;

namespace Conformance.Repro;

/// <summary>Fills the programs of lab/repro in: what stands between two @ is put in, and lines that become empty go.</summary>
internal static class ReproText
{
    public static string Template(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"lab/repro/{name}")!);
        return reader.ReadToEnd();
    }

    public static string Fill(string name, params ReadOnlySpan<(string Word, string Text)> words)
    {
        var text = new StringBuilder();
        foreach (var line in Template(name).TrimEnd('\n').Split('\n'))
        {
            var filled = line;
            foreach (var (word, put) in words) filled = filled.Replace($"@{word}@", put, StringComparison.Ordinal);
            if (filled.Length > 0 || line.Length == 0) text.Append(filled.TrimEnd('\n')).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>What is reproduced, as the lines of a comment.</summary>
    public static string Head(ReproPlan plan, string mark)
    {
        var lines = new List<string>();
        foreach (var (clause, got, allowed) in plan.Breaks)
            lines.AddRange([$"{clause.Id}: {clause.Sentence}", $"  promised by  {clause.Source}", $"  nd_pmem {plan.Profile.Name} answers  {got}", $"  allowed      {allowed}"]);
        if (plan.Breaks.IsEmpty) lines.Add($"What the contract allows as of {plan.Profile.Name}; the model of nd_pmem keeps it.");
        lines.AddRange(["", $"history  {plan.History}", $"replay   daxspec replay {plan.Token}", "", "N is the number of pages of the device that it runs on."]);
        return string.Join('\n', lines.Select(l => $"{mark}{(l.Length == 0 ? "" : " ")}{l.Replace("*/", "* /", StringComparison.Ordinal)}"));
    }

    /// <summary>A C or shell text between double quotes.</summary>
    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
