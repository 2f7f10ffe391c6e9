namespace VerifyTests;

/// <summary>The extensions a text may be verified as; the real package knows these and more.</summary>
internal static class TextExtension
{
    private static readonly HashSet<string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        "c", "conf", "cs", "css", "csv", "diff", "h", "htm", "html", "ini", "js", "json", "log", "md", "patch", "sh", "tsv", "txt", "xml", "yaml", "yml",
    };

    public static void Check(string extension)
    {
        NameGuard.Part(extension, nameof(extension));
        if (!s_known.Contains(extension))
            throw new ArgumentException($"Not known as the extension of a text: {extension}. Use one of: {string.Join(", ", s_known.Order())}.", nameof(extension));
    }
}
