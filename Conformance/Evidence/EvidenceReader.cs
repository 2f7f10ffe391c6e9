using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Conformance.Lab;
using Conformance.Reference.Histories;

namespace Conformance.Evidence;

/// <summary>Reads what "daxspec lab check" left in a directory, KERNEL/lab.jsonl and KERNEL/DRIVER/run.jsonl, or "daxspec lab surface".</summary>
public static class EvidenceReader
{
    /// <exception cref="FormatException">names the file, the line and what is wrong, or that there is nothing</exception>
    /// <param name="directory">what has KERNEL/ in it</param>
    /// <param name="record">the file that says what there is of a kernel</param>
    public static EvidenceSet Read(string directory, string record = LabRecord.Name)
    {
        var kernels = Directory.Exists(directory) ? Directory.GetDirectories(directory).Where(d => File.Exists(Path.Combine(d, record))).Order(StringComparer.Ordinal).ToArray() : [];
        if (kernels.Length == 0) throw new FormatException($"{directory}: found no KERNEL/{record}; wanted what a lab run leaves; run: daxspec lab {(record == LabRecord.Name ? "check" : "surface")} --kernel all --out {directory}");
        var parts = kernels.Select(k => Kernel(k, record)).ToArray();
        return new([.. MatrixFile.InOrder(parts.SelectMany(p => p.Columns))], [.. KernelList.InOrder(parts.SelectMany(p => p.EdgeCases), e => e.Kernel)]);
    }

    private static EvidenceSet Kernel(string directory, string record)
    {
        var file = Path.Combine(directory, record);
        var lines = EvidenceJson.Read<object>(file, File.ReadAllText(file), (type, json) => type switch
        {
            "kernel" => json.Deserialize<LabRecord.KernelLine>(EvidenceJson.Options),
            "driver" => json.Deserialize<LabRecord.DriverLine>(EvidenceJson.Options),
            _ => json.Deserialize<LabRecord.EdgeCaseRecord>(EvidenceJson.Options),
        }).ToArray();
        var kernel = lines.OfType<LabRecord.KernelLine>().Single();
        return new(
            [.. lines.OfType<LabRecord.DriverLine>().Select(d => Column(directory, kernel, d))],
            [.. lines.OfType<LabRecord.EdgeCaseRecord>().Select(e => new EdgeCaseLine(kernel.Kernel, kernel.Release, e.Driver, e.Case, [.. e.Answers]))]);
    }

    private static EvidenceColumn Column(string directory, LabRecord.KernelLine kernel, LabRecord.DriverLine driver)
    {
        var column = new EvidenceColumn
        {
            Kernel = kernel.Kernel,
            Release = kernel.Release,
            Driver = driver.Driver,
            Title = driver.Title,
            NotChecked = driver.NotChecked,
        };
        var file = Path.Combine(directory, Surface.DirectoryOf(driver.Driver), "run.jsonl");
        return driver.NotChecked is not null ? column : EvidenceJson.Read<object>(file, File.ReadAllText(file), (type, json) => json.Clone()).Cast<JsonElement>().Aggregate((column, new Digest()), Add, Close);
    }

    private static (EvidenceColumn, Digest) Add((EvidenceColumn Column, Digest Answers) so, JsonElement line)
    {
        var (column, answers) = so;
        switch (line.GetProperty("type").GetString())
        {
            case "header":
                var cases = line.GetProperty("cases");
                column = column with
                {
                    Claims = Text(line, "claims"),
                    Oracle = Text(line, "oracle"),
                    Seed = Text(line, "seed"),
                    Named = cases.GetProperty("named").GetInt32(),
                    Swept = cases.GetProperty("swept").GetInt32(),
                    Generated = cases.GetProperty("generated").GetInt64(),
                };
                break;
            case "clause":
                var cell = Cell(line);
                column = column with { Cells = column.Cells.SetItem(cell.Clause, cell) };
                break;
            case "lost":
                column = column with { Losses = [.. column.Losses ?? [], new(Text(line, "fault")!, Text(line, "history")!, Text(line, "token")!, [.. line.GetProperty("kernel_log").EnumerateArray().Select(l => l.GetString()!)])] };
                break;
            case "answers":
                answers.Add(ulong.Parse(Text(line, "digest")!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                break;
            case "footer":
                column = column with { Operations = line.GetProperty("operations").GetInt64(), Verdict = Text(line, "verdict") };
                break;
        }
        return (column, answers);
    }

    private static EvidenceColumn Close((EvidenceColumn Column, Digest Answers) all) =>
        all.Column with { Answers = all.Answers.Value.ToString("x16", CultureInfo.InvariantCulture) };

    private static EvidenceCell Cell(JsonElement line) => new()
    {
        Clause = Text(line, "id")!,
        Status = Text(line, "status")!,
        Free = Keys(line.GetProperty("free")),
        Deviations = Keys(line.GetProperty("waived")),
        Break = line.GetProperty("finding") is { ValueKind: JsonValueKind.Object } finding
            ? new(Text(finding, "history")!, Text(finding, "token")!, Text(finding, "got")!, Text(finding, "allowed")!, Text(finding, "because")!) : null,
    };

    private static ImmutableArray<string>? Keys(JsonElement map) => map.EnumerateObject().Select(p => p.Name).ToImmutableArray() is { Length: > 0 } keys ? keys : null;

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;
}
