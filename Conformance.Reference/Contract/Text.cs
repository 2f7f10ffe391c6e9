using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>Half sentences that several clauses say in their reasons.</summary>
internal static class Text
{
    /// <summary>"the device has 8 pages, 0 to 7".</summary>
    public static string Device(Step step) => step.Geometry.Pages switch
    {
        0 => "the device has no whole page",
        1 => "the device has one page, page 0",
        var pages => $"the device has {Number(pages)} pages, 0 to {Number(pages - 1)}",
    };

    /// <summary>"sector 8 is recorded bad (device description)".</summary>
    public static string Bad(ulong sector, int step) => $"sector {Number(sector)} is recorded bad ({Origin(step)})";

    public static string Origin(int step) => step < 0 ? "device description" : $"step {step}";

    public static string Number(ulong value) => HistoryText.Number(value);

    /// <summary>"-EIO" for 5.</summary>
    public static string Error(int errno) => Errno.Text(-errno);
}
