using System.Globalization;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>A table of answers as plain text: forbidden cells are marked, and what they are marked with is explained below.</summary>
internal static class TableText
{
    public static IEnumerable<string> Lines(ModelSet models, AccessTable table)
    {
        var question = table.Question;
        foreach (var line in TextLines.Wrap("", $"What nd_pmem {table.Profile.Name} answers to {question.Call}{(table.Cells.All(c => c.Broken.Length == 0) ? "" : "; ! is forbidden by the contract")}")) yield return line;
        foreach (var line in DeviceLines(question)) yield return line;
        yield return "";
        var notes = Notes(table);
        var rows = Rows(table, c => c.Broken.Length == 0 ? c.Text : $"{c.Text} !{Mark(c.Broken)}");
        // Letters are shorter than ids, a word is shorter than a fault's name.
        var letters = rows.Max(r => r.Length) > TextLines.Width;
        if (letters) rows = Rows(table, c => c.Broken.Length == 0 ? Word(c) : $"{Word(c)} !{Letter(notes, c)}");
        foreach (var row in rows) yield return row;
        yield return "";
        if (letters)
            foreach (var cell in table.Cells.Where(c => Word(c) != c.Text).DistinctBy(Word)) yield return $"{Word(cell)}: {cell.Text}, the call does not come back";
        for (var i = 0; i < notes.Length; i++)
            foreach (var line in NoteLines(models, notes[i], letters ? $"!{Letter(i)}  " : "", !letters && i > 0 && notes[i - 1].Key.Broken == notes[i].Key.Broken)) yield return line;
        foreach (var line in TextLines.Wrap("", Others(table))) yield return line;
    }

    /// <summary>The device, and what happened to it.</summary>
    public static IEnumerable<string> DeviceLines(Question question)
    {
        var geometry = question.Geometry;
        var pages = !geometry.Present ? "no device" : geometry.Pages == 1 ? "1 page" : $"{AnswerList.Number(geometry.Pages)} pages";
        foreach (var line in TextLines.Wrap("on     ", $"{geometry} ({pages})")) yield return line;
        if (question.Before.IsEmpty) yield break;
        // Clauses count steps from 0 and name them in their reasons.
        foreach (var line in TextLines.Wrap("after  ", string.Join("; ", question.Before.Select((o, i) => $"step {i}: {o}")))) yield return line;
    }

    private static string[] Rows(AccessTable table, Func<TableCell, string> text)
    {
        string[][] cells =
        [
            ["", Question.ColumnArgument, .. table.Columns.Skip(1).Select(_ => "")],
            [Question.RowArgument, .. table.Columns.Select(Column)],
            .. table.Rows.Select(r => (string[])[AnswerList.Number(r), .. table.Columns.Select(c => text(table[r, c]))]),
        ];
        // The first line is a heading over all columns and makes none of them wider.
        var widths = Enumerable.Range(0, cells[0].Length).Select(i => cells.Skip(1).Max(row => row[i].Length)).ToArray();
        return [.. cells.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd())];
    }

    private static string Column(long nrPages) => nrPages < 0 ? nrPages.ToString(CultureInfo.InvariantCulture) : AnswerList.Number((ulong)nrPages);

    /// <summary>"DA-09", "DA-09+" where further clauses forbid it as well.</summary>
    private static string Mark(string ids) => ids.Contains(' ', StringComparison.Ordinal) ? ids[..ids.IndexOf(' ', StringComparison.Ordinal)] + "+" : ids;

    private static string Letter(IGrouping<(string Broken, string Allowed), TableCell>[] notes, TableCell cell) => Letter(Array.FindIndex(notes, n => n.Key == (cell.Broken, cell.Allowed)));

    private static string Word(TableCell cell) => (Fault)cell.Answer[Aspect.Fault] switch
    {
        Fault.WildAccess => "wild",
        Fault.NullCall => "null",
        Fault.Livelock => "loop",
        _ => cell.Text,
    };

    /// <summary>a to z, a1 to z1 and so on.</summary>
    private static string Letter(int note) => $"{(char)('a' + note % 26)}{(note < 26 ? "" : $"{note / 26}")}";

    private static IGrouping<(string Broken, string Allowed), TableCell>[] Notes(AccessTable table) =>
        [.. table.Cells.Where(c => c.Broken.Length > 0).GroupBy(c => (c.Broken, c.Allowed))];

    /// <param name="models">the sentences of clauses</param>
    /// <param name="note">cells with the same clauses against them and the same answers allowed</param>
    /// <param name="letter">what marks the cells, where it is not the id</param>
    /// <param name="goesOn">the note before names the same clauses</param>
    private static IEnumerable<string> NoteLines(ModelSet models, IGrouping<(string Broken, string Allowed), TableCell> note, string letter, bool goesOn)
    {
        foreach (var id in goesOn ? [] : note.Key.Broken.Split(' '))
            foreach (var line in TextLines.Wrap($"{letter}{id}  ", ClauseLine.Of(models, id).Sentence)) yield return line;
        foreach (var line in TextLines.Wrap("       ", $"at {Where(note)}; the contract allows {note.Key.Allowed}")) yield return line;
    }

    /// <summary>Rows with the same columns together: "pgoff 4..5 x nr_pages 1..5".</summary>
    private static string Where(IEnumerable<TableCell> cells) => string.Join(" and ", cells
        .GroupBy(c => c.Pgoff).GroupBy(row => Columns(row), row => row.Key)
        .Select(g => $"{Question.RowArgument} {string.Join(", ", AnswerList.Ranges(g))} x {Question.ColumnArgument} {g.Key}"));

    private static string Columns(IEnumerable<TableCell> row)
    {
        var columns = row.Select(c => c.NrPages).ToArray();
        return string.Join(", ", columns.Where(c => c < 0).Select(Column).Concat(AnswerList.Ranges(columns.Where(c => c >= 0).Select(c => (ulong)c))));
    }

    private static string Others(AccessTable table) =>
        (table.Alike.IsEmpty ? "No other generation gives these answers" : $"The same in {string.Join(", ", table.Alike)}")
        + (table.Unlike.IsEmpty ? "." : $"; other answers in {string.Join(", ", table.Unlike)} (--profile).");
}
