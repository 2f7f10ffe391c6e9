using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Asking;

/// <summary>The model's answers over pgoff and nr_pages, held against the contract cell by cell: a review settled by a table.</summary>
public sealed class AccessTable
{
    /// <summary>More pages than this are shown by their edges.</summary>
    private const ulong MaxRows = 8, MaxColumns = 5;

    private AccessTable(Question question, Profile profile, ImmutableArray<ulong> rows, ImmutableArray<long> columns, ImmutableArray<TableCell> cells, ImmutableArray<string> alike, ImmutableArray<string> unlike) =>
        (Question, Profile, Rows, Columns, Cells, Alike, Unlike) = (question, profile, rows, columns, cells, alike, unlike);

    public Question Question { get; }

    /// <summary>The generation whose answers these are, and as of which the contract was read.</summary>
    public Profile Profile { get; }

    /// <summary>pgoff of each row.</summary>
    public ImmutableArray<ulong> Rows { get; }

    /// <summary>nr_pages of each column.</summary>
    public ImmutableArray<long> Columns { get; }

    /// <summary>Row by row.</summary>
    public ImmutableArray<TableCell> Cells { get; }

    /// <summary>The other generations that answer the same in every cell, and those that do not.</summary>
    public ImmutableArray<string> Alike { get; }

    public ImmutableArray<string> Unlike { get; }

    public TableCell this[ulong pgoff, long nrPages] => Cells.First(c => c.Pgoff == pgoff && c.NrPages == nrPages);

    /// <param name="models">the other generations</param>
    /// <param name="question">a question about a function with pgoff and nr_pages; one of them may be named</param>
    /// <param name="profile">the generation</param>
    /// <exception cref="FormatException">the device cannot come as far as the question</exception>
    public static AccessTable Of(ModelSet models, Question question, Profile profile)
    {
        var rows = question.Named.Contains(Question.RowArgument) ? [question.Value(Question.RowArgument)] : RowsOf(question.Geometry);
        var columns = question.Named.Contains(Question.ColumnArgument) ? [unchecked((long)question.Value(Question.ColumnArgument))] : ColumnsOf(question.Geometry);
        using var adjudicator = new Adjudicator(profile);
        ImmutableArray<TableCell> cells = [.. from row in rows from column in columns select Cell(question, row, column, adjudicator)];
        var others = models.Profiles.Where(p => p.Name != profile.Name).ToLookup(p => IsAlike(question, cells, p), p => p.Name);
        return new(question, profile, rows, columns, cells, [.. others[true]], [.. others[false]]);
    }

    private static TableCell Cell(Question question, ulong pgoff, long nrPages, Adjudicator adjudicator)
    {
        var asked = At(question, pgoff, nrPages);
        var answers = adjudicator.Reach(asked);
        var answer = answers[asked.Step];
        var ruling = adjudicator.Rule(asked, answers, new(answer, "", true));
        return new(pgoff, nrPages, answer, ruling.BrokenIds, ruling.IsLegal ? "" : LegalOutcomes.Of(asked, adjudicator).AllowedText);
    }

    private static bool IsAlike(Question question, ImmutableArray<TableCell> cells, Profile profile)
    {
        using var adjudicator = new Adjudicator(profile);
        return cells.All(c => c with { Answer = adjudicator.Answers(At(question, c.Pgoff, c.NrPages))[question.Step] } is var other && other.Text == c.Text);
    }

    private static Question At(Question question, ulong pgoff, long nrPages) => question.With(Question.RowArgument, pgoff).With(Question.ColumnArgument, unchecked((ulong)nrPages));

    /// <summary>Every page and two behind the end, of a large device the edges and where it is bad; and where the bytes of a pgoff wrap.</summary>
    private static ImmutableArray<ulong> RowsOf(Geometry geometry)
    {
        var pages = geometry.Present ? geometry.Pages : 0;
        var rows = new SortedSet<ulong> { pages, pages + 1 };
        for (var page = 0UL; page < pages && (pages <= MaxRows || page < 2); page++) rows.Add(page);
        if (pages > 0) rows.Add(pages - 1);
        foreach (var bad in geometry.Bad.Take(3))
        {
            var page = bad.Sector >> (geometry.PageShift - Geometry.SectorShift);
            if (page < pages) rows.UnionWith([page == 0 ? 0 : page - 1, page, Math.Min(page + 1, pages)]);
        }
        var wrap = 1UL << (64 - geometry.PageShift);
        rows.UnionWith([wrap - 1, wrap]);
        return [.. rows];
    }

    /// <summary>A negative count, none, every count up to one too many; of a large device the first and the last.</summary>
    private static ImmutableArray<long> ColumnsOf(Geometry geometry)
    {
        var pages = geometry.Present ? Math.Min(geometry.Pages, long.MaxValue - 1) : 0;
        var columns = new SortedSet<long> { -1, 0, 1, (long)pages + 1 };
        for (var count = 1UL; count <= pages && (pages <= MaxColumns || count < 3); count++) columns.Add((long)count);
        if (pages > 0) columns.Add((long)pages);
        return [.. columns];
    }
}
