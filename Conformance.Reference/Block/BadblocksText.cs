using System.Globalization;
using System.Text;

namespace Conformance.Reference.Block;

/// <summary>The text forms: what badblocks_show prints and how the kernel's sscanf reads what badblocks_store gets.</summary>
internal static class BadblocksText
{
    private const char NoBreakSpace = '\u00a0';

    /// <summary>
    /// Prints "start length\n" per record until the page is full. The text is cut one byte before the end of the page, the
    /// length is not: the kernel's snprintf tells what it would have written.
    /// </summary>
    public static string Show(BadblocksTable table, bool unacknowledgedOnly, out long length)
    {
        int pageSize = table.Capacity * sizeof(ulong);
        var text = new StringBuilder();
        for (int i = 0; i < table.Count && text.Length < pageSize; i++)
        {
            BadblocksRecord record = table[i];
            if (unacknowledgedOnly && record.Acknowledged)
            {
                continue;
            }

            // Both shifts drop what does not fit, the length as an unsigned int.
            ulong start = unchecked(record.Start << table.Shift);
            uint sectors = unchecked(record.Length << table.Shift);
            text.Append(CultureInfo.InvariantCulture, $"{start} {sectors}\n");
        }

        length = text.Length;
        text.Length = Math.Min(text.Length, pageSize - 1);
        return text.ToString();
    }

    /// <summary>
    /// Reads "%llu %d%c": a sector, a length, and nothing or a newline, after which anything may follow. One character is
    /// one byte. False where badblocks_store returns EINVAL.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, bool saturate, out ulong sector, out int length)
    {
        length = 0;
        int end = text.IndexOf('\0');
        ReadOnlySpan<char> rest = SkipSpaces(end < 0 ? text : text[..end]);
        // No sign here: unlike the C library's, the kernel's %llu wants a digit.
        if (!TryReadNumber(ref rest, saturate, out sector))
        {
            return false;
        }

        rest = SkipSpaces(rest);
        bool negative = rest.StartsWith('-');
        rest = negative ? rest[1..] : rest;
        if (!TryReadNumber(ref rest, saturate, out ulong magnitude))
        {
            return false;
        }

        // The kernel negates and truncates a 64-bit value to int: 4294967299 is 3.
        length = unchecked((int)(negative ? 0 - magnitude : magnitude));
        return length > 0 && (rest.IsEmpty || rest[0] == '\n');
    }

    private static bool TryReadNumber(ref ReadOnlySpan<char> text, bool saturate, out ulong value)
    {
        value = 0;
        int digits = 0;
        bool overflow = false;
        for (; digits < text.Length && char.IsAsciiDigit(text[digits]); digits++)
        {
            uint digit = (uint)(text[digits] - '0');
            overflow |= value > (ulong.MaxValue - digit) / 10;
            // Wraps unless the release saturates.
            value = unchecked((value * 10) + digit);
        }

        value = overflow && saturate ? ulong.MaxValue : value;
        text = text[digits..];
        return digits > 0;
    }

    private static ReadOnlySpan<char> SkipSpaces(ReadOnlySpan<char> text)
    {
        int spaces = 0;
        while (spaces < text.Length && text[spaces] is ' ' or NoBreakSpace or (>= '\t' and <= '\r'))
        {
            spaces++;
        }

        return text[spaces..];
    }
}
