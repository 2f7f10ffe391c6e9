using System.Collections.Immutable;
using System.Globalization;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Lab;

/// <summary>A provider of DAX in a guest, or why it is not there; a line of the guest's HELLO.</summary>
/// <param name="Name">as in lab:KERNEL/NAME</param>
/// <param name="Title">one line for a report; of an absent one the reason</param>
public sealed record GuestProvider(string Name, string Title)
{
    /// <summary>Why there is none: a word, then text; null when there is one.</summary>
    public string? Absent { get; private init; }

    /// <summary>The kernel driver behind it.</summary>
    public string Driver { get; private init; } = "";

    /// <summary>It claims to be nd_pmem: the exact oracle applies.</summary>
    public bool IsNdPmem { get; private init; }

    /// <summary>How the probe opens it; null when absent.</summary>
    public ProbeProvider? Probe { get; private init; }

    /// <summary>Reads the text of HELLO: one line for each provider, "NAME key=value ... title="..."" or "NAME absent=REASON TEXT".</summary>
    /// <exception cref="TargetException">a line is malformed</exception>
    public static ImmutableArray<GuestProvider> ParseAll(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
    }

    private static GuestProvider Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0) throw Wrong(line, "NAME and its keys");
        var (name, rest) = (line[..space], line[(space + 1)..].Trim());
        if (rest.StartsWith("absent=", StringComparison.Ordinal)) return new(name, rest["absent=".Length..]) { Absent = rest["absent=".Length..] };
        var title = rest.IndexOf("title=\"", StringComparison.Ordinal);
        if (title < 0 || !rest.EndsWith('"')) throw Wrong(line, "a title=\"...\" at the end");
        var keys = rest[..title].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('=', 2)).ToArray();
        var kind = One("provider") switch { "made" => daxspec_provider.DAXSPEC_MADE, "block" => daxspec_provider.DAXSPEC_BLOCK, "char" => daxspec_provider.DAXSPEC_CHAR, _ => throw Wrong(line, "provider=made, block or char") };
        return new(name, rest[(title + 7)..^1])
        {
            Driver = One("driver"),
            IsNdPmem = One("profile") == "yes",
            Probe = new(kind, One("path"), [.. keys.Where(k => k is ["segment", _]).Select(k => Segment(line, k[1]))]),
        };

        string One(string key) => keys.FirstOrDefault(k => k.Length == 2 && k[0] == key)?[1] ?? throw Wrong(line, $"{key}=...");
    }

    /// <summary>PAGE,PAGES,CHUNK,START@DISK[,START@DISK...]</summary>
    private static ProbeSegment Segment(string line, string text)
    {
        var parts = text.Split(',');
        if (parts.Length < 4) throw Wrong(line, "segment=PAGE,PAGES,CHUNK,START@DISK");
        return new(Number(line, parts[0]), Number(line, parts[1]), Number(line, parts[2]), [.. parts[3..].Select(p => p.Split('@') is [var start, var disk] ? (Number(line, start), disk) : throw Wrong(line, "START@DISK"))]);
    }

    private static ulong Number(string line, string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(line, $"a number where '{text}' stands");

    private static TargetException Wrong(string line, string wanted) => Malformed.Of($"the line '{line}' of the guest's providers", wanted);
}
