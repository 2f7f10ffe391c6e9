using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>One argument of a function's form.</summary>
/// <param name="Name">as it is written in front of "="</param>
/// <param name="Kind">what it is and in which unit</param>
/// <param name="Default">what it is when it is left out</param>
public sealed record ArgumentLine(string Name, string Kind, string Default)
{
    public static ArgumentLine Of(ArgSpec arg) => new(arg.Name, Meaning(arg), HistoryText.Value(arg, HistoryText.Default(arg)));

    private static string Meaning(ArgSpec arg) => arg.Kind switch
    {
        ArgKind.Pgoff => "pgoff_t, pages from the start of the data area",
        ArgKind.NrPages => "long, pages",
        ArgKind.Sector => "sector_t, sectors of 512 bytes from the start of the data area",
        ArgKind.Sectors => "count of sectors of 512 bytes",
        ArgKind.Bytes => "bytes",
        ArgKind.InPage => "bytes from the start of the page",
        ArgKind.Pos => "loff_t, bytes from the start of the file",
        ArgKind.Address => "u64, bytes",
        ArgKind.Result => "bytes, or a negative errno such as -EIO",
        ArgKind.Mode => "access or recovery",
        ArgKind.Flag when arg.Name is "kaddr" or "pfn" => "1: the caller asks for it, 0: passes NULL",
        ArgKind.Flag => "0 or 1",
        ArgKind.Slot => "a number; docs/histories.md says of what",
        ArgKind.MapType => "0 hole, 1 delalloc, 2 mapped, 3 unwritten, 4 inline",
        ArgKind.MapFlags => "IOMAP_F_ bits; 0x100 is IOMAP_F_STALE",
        ArgKind.Seed => "0 to 255, names a pattern of bytes",
        _ => arg.Kind.ToString(),
    };
}
