using Conformance.Reference.Histories;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// The byte patterns that writing operations name by a seed, as runs to copy from: computing them byte by byte is what a history
/// would spend its time on.
/// </summary>
public sealed class PatternBytes
{
    private const int Period = 251, Run = Period * 17;
    private readonly byte[]?[] _runs = new byte[]?[256];

    /// <summary>Fills with the pattern of a seed from its byte <paramref name="start"/> on.</summary>
    public void Fill(byte seed, ulong start, Span<byte> destination)
    {
        var run = _runs[seed] ?? MakeRun(seed);
        var at = (int)(start % Period);
        while (!destination.IsEmpty)
        {
            var length = Math.Min(destination.Length, Run - at);
            run.AsSpan(at, length).CopyTo(destination);
            destination = destination[length..];
            // A run is whole periods, so the next one goes on at its beginning.
            at = 0;
        }
    }

    private byte[] MakeRun(byte seed)
    {
        var run = _runs[seed] = new byte[Run];
        InitialContents.FillPattern(seed, 0, run);
        return run;
    }
}
