using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace VerifyTests;

/// <summary>The hunks of a unified diff between two texts, cut when long: the files hold the whole.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3; // lines around a change, as diff -u has
    private const int MaxLines = 60; // fits a screen

    public static string Of(string old, string @new)
    {
        var lines = Lines(new Differ().CreateLineDiffs(old, @new, ignoreWhitespace: false)).ToArray();
        var text = new StringBuilder().AppendJoin("", lines.Take(MaxLines).Select(line => $"{line}\n"));
        if (lines.Length > MaxLines)
            text.Append($"... {lines.Length - MaxLines} more lines\n");
        return text.ToString();
    }

    private static IEnumerable<string> Lines(DiffResult diff)
    {
        var blocks = diff.DiffBlocks;
        for (var first = 0; first < blocks.Count;)
        {
            // Changes whose contexts touch share a hunk.
            var last = first;
            while (last + 1 < blocks.Count && blocks[last + 1].DeleteStartA - EndA(blocks[last]) <= 2 * Context)
                last++;

            foreach (var line in Hunk(diff, first, last))
                yield return line;
            first = last + 1;
        }
    }

    private static IEnumerable<string> Hunk(DiffResult diff, int first, int last)
    {
        var (opening, closing) = (diff.DiffBlocks[first], diff.DiffBlocks[last]);
        var before = Math.Min(Context, opening.DeleteStartA);
        var after = Math.Min(Context, diff.PiecesOld.Length - EndA(closing));
        var (startA, endA) = (opening.DeleteStartA - before, EndA(closing) + after);
        var (startB, endB) = (opening.InsertStartB - before, closing.InsertStartB + closing.InsertCountB + after);
        yield return $"@@ -{startA + 1},{endA - startA} +{startB + 1},{endB - startB} @@";

        var a = startA;
        for (var at = first; at <= last; at++)
        {
            var block = diff.DiffBlocks[at];
            for (; a < block.DeleteStartA; a++)
                yield return $" {diff.PiecesOld[a]}";
            for (; a < EndA(block); a++)
                yield return $"-{diff.PiecesOld[a]}";
            for (var b = block.InsertStartB; b < block.InsertStartB + block.InsertCountB; b++)
                yield return $"+{diff.PiecesNew[b]}";
        }

        for (; a < endA; a++)
            yield return $" {diff.PiecesOld[a]}";
    }

    private static int EndA(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;
}
