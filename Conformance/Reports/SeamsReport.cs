using System.Text;
using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;

namespace Conformance.Reports;

/// <summary>seams.md: the named edge cases as running kernels answered them, side by side where they differ, and where one differs from its model.</summary>
public static class SeamsReport
{
    public const string Name = "seams.md";

    /// <param name="models">the catalogue</param>
    /// <param name="evidence">the answers</param>
    /// <param name="modelled">the models' answers by profile and case</param>
    public static string Render(ModelSet models, EvidenceSet evidence, IReadOnlyDictionary<(string Profile, string Case), IReadOnlyList<string>> modelled)
    {
        var driver = evidence.EdgeCases.Select(e => e.Driver).OrderBy(LabDrivers.Rank).FirstOrDefault();
        var kernels = evidence.EdgeCases.Where(e => e.Driver == driver).GroupBy(e => (e.Kernel, e.Release)).ToArray();
        var text = new StringBuilder();
        if (kernels.Length == 0)
            return text.Line("# Seams: edge cases as answered by the running kernels").Line().Line("No run is on record. To make one: `daxspec lab matrix`.").ToString();
        var answers = evidence.EdgeCases.Where(e => e.Driver == driver).ToDictionary(e => (e.Kernel, e.Case), e => (IReadOnlyList<string>)e.Answers);
        var cases = models.EdgeCases.Where(c => Array.TrueForAll(kernels, k => answers.ContainsKey((k.Key.Kernel, c.Name)))).ToArray();
        var rows = cases.Select(c => new EdgeCaseRow(c, [.. kernels.Select(k => answers[(k.Key.Kernel, c.Name)])])).ToArray();
        foreach (var line in EdgeCaseOverview.Lines($"Seams: edge cases as answered by the running kernels, driver {driver}", rows, models.Devices, [.. kernels.Select(k => k.Key.Release)])) text.Line(line);
        Models(text, cases, [.. kernels.Select(k => k.Key)], answers, modelled);
        return text.ToString();
    }

    private static void Models(StringBuilder text, EdgeCase[] cases, (string Kernel, string Release)[] kernels, Dictionary<(string, string), IReadOnlyList<string>> answers,
        IReadOnlyDictionary<(string Profile, string Case), IReadOnlyList<string>> modelled)
    {
        text.Line("## Kernel and model").Line();
        text.Line("| kernel | cases | equal to the model | in part not observable | different |").Line("|---|--:|--:|--:|--:|");
        var differing = new List<string>();
        foreach (var (kernel, release) in kernels)
        {
            var compared = cases.Select(c => (c.Name, Answer: answers[(kernel, c.Name)], Model: modelled[(kernel, c.Name)])).ToArray();
            var different = compared.Where(c => c.Answer.Zip(c.Model).Any(a => !Agree(a.First, a.Second))).ToArray();
            var partly = compared.Except(different).Count(c => !c.Answer.SequenceEqual(c.Model));
            text.Line($"| {release} | {compared.Length} | {compared.Length - different.Length - partly} | {partly} | {different.Length} |");
            differing.AddRange(different.Select(c => $"| {c.Name} | {release} | {string.Join("<br>", c.Answer)} | {string.Join("<br>", c.Model)} |"));
        }
        text.Line();
        if (differing.Count == 0) return;
        text.Line("| case | kernel | the kernel | its model |").Line("|---|---|---|---|");
        foreach (var row in differing) text.Line(row);
        text.Line();
    }

    /// <summary>A kernel may show less than its model: the whole answer, or what stands behind it.</summary>
    private static bool Agree(string kernel, string model) => kernel == EdgeCaseText.NotObservable || kernel == model || model.StartsWith(kernel + " ", StringComparison.Ordinal);
}
