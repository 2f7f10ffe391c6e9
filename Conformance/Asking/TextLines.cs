namespace Conformance.Asking;

/// <summary>Plain text for a mail: at most 80 columns where words allow it.</summary>
internal static class TextLines
{
    public const int Width = 80;

    /// <summary>Text behind a head, broken at spaces; the lines that follow are indented to where the text began.</summary>
    public static IEnumerable<string> Wrap(string head, string text)
    {
        var line = head;
        var indent = new string(' ', head.Length);
        var empty = true;
        foreach (var word in text.Split(' '))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                (line, empty) = (indent, true);
            }
            line += empty ? word : " " + word;
            empty = false;
        }
        yield return line.TrimEnd();
    }
}
