using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Conformance.Lab;

namespace Conformance.Evidence;

/// <summary>
/// matrix.jsonl: a line a column with the clauses of which there is nothing more to say, then a line for each other cell. The same
/// columns, the same bytes.
/// </summary>
public static class MatrixFile
{
    public const string Name = "matrix.jsonl";

    private static readonly string[] Plain = ["held", "not-observable", "not-supported"];

    public static string Render(IEnumerable<EvidenceColumn> columns)
    {
        var text = new StringBuilder();
        foreach (var column in InOrder(columns))
        {
            var plain = Plain.Select(s => column.Cells.Values.Where(c => c.Status == s).Select(c => c.Clause).ToArray()).ToArray();
            Write(new ColumnLine("column", column, plain[0], plain[1], plain[2]));
            foreach (var cell in column.Cells.Values.Where(c => !Plain.Contains(c.Status))) Write(new CellLine("cell", column.Kernel, column.Driver, cell));
        }
        return text.ToString();

        void Write<T>(T line) => text.Append(JsonSerializer.Serialize(line, EvidenceJson.Options)).Append('\n');
    }

    /// <exception cref="FormatException">names file and line</exception>
    public static ImmutableArray<EvidenceColumn> Parse(string file, string text)
    {
        var lines = EvidenceJson.Read<object>(file, text, (type, json) => type == "column" ? json.Deserialize<ColumnLine>(EvidenceJson.Options) : json.Deserialize<CellLine>(EvidenceJson.Options)).ToArray();
        var cells = lines.OfType<CellLine>().ToLookup(c => (c.Kernel, c.Driver), c => c.Cell);
        var columns = lines.OfType<ColumnLine>().ToArray();
        Once(file, columns.Select(l => Of(l.Column.Kernel, l.Column.Driver)));
        var known = columns.Select(l => (l.Column.Kernel, l.Column.Driver)).ToHashSet();
        if (cells.FirstOrDefault(c => !known.Contains(c.Key)) is { } stray) throw Wrong(file, $"cells of {Of(stray.Key.Kernel, stray.Key.Driver)}, which has no column line", "a column line for every driver that has cells");
        return [.. columns.Select(Filled)];

        EvidenceColumn Filled(ColumnLine line)
        {
            EvidenceCell[] all = [.. line.Held.Select(id => Cell(id, Plain[0])), .. line.NotObservable.Select(id => Cell(id, Plain[1])), .. line.NotSupported.Select(id => Cell(id, Plain[2])), .. cells[(line.Column.Kernel, line.Column.Driver)]];
            Once(file, all.Select(c => $"{c.Clause} of {Of(line.Column.Kernel, line.Column.Driver)}"));
            return line.Column with { Cells = all.ToImmutableSortedDictionary(c => c.Clause, c => c, StringComparer.Ordinal) };
        }
    }

    /// <summary>Oldest kernel first, drivers in the lab's order.</summary>
    public static IEnumerable<EvidenceColumn> InOrder(IEnumerable<EvidenceColumn> columns) =>
        KernelList.InOrder(columns, c => c.Kernel).ThenBy(c => LabDrivers.Rank(c.Driver)).ThenBy(c => c.Driver, StringComparer.Ordinal);

    private static void Once(string file, IEnumerable<string> names)
    {
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Wrong(file, $"{twice.Key} {twice.Count()} times", "each once");
    }

    private static string Of(string kernel, string driver) => $"lab:{kernel}/{driver}";

    private static FormatException Wrong(string file, string found, string wanted) =>
        new($"{file}: found {found}; wanted {wanted}; do: write it anew with daxspec lab matrix or lab surface, or take it from the repository");

    private static EvidenceCell Cell(string clause, string status) => new() { Clause = clause, Status = status };

    private sealed record ColumnLine(string Type, EvidenceColumn Column, string[] Held, string[] NotObservable, string[] NotSupported);

    private sealed record CellLine(string Type, string Kernel, string Driver, EvidenceCell Cell);
}
