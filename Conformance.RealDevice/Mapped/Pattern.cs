using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>The byte pattern of a seed (<see cref="InitialContents.PatternByte"/>) in bulk: it repeats, so one period is computed and copied on.</summary>
internal static class Pattern
{
    /// <summary>After so many bytes the pattern is the same again.</summary>
    public const int Period = 251;

    /// <summary>Fills with the pattern from its byte 0 on.</summary>
    public static void Fill(byte seed, Span<byte> destination)
    {
        var done = Math.Min(Period, destination.Length);
        InitialContents.FillPattern(seed, 0, destination[..done]);
        while (done < destination.Length)
        {
            // done is a whole number of periods here, so the copy starts in phase.
            var more = Math.Min(done, destination.Length - done);
            destination[..more].CopyTo(destination[done..]);
            done += more;
        }
    }
}
