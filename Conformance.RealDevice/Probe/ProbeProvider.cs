using System.Text;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>A provider of DAX that a probe can open.</summary>
/// <param name="Kind">how it is reached</param>
/// <param name="Path">the device that names it</param>
/// <param name="Segments">of a stacked provider: where its pages lie</param>
public sealed record ProbeProvider(daxspec_provider Kind, string Path, IReadOnlyList<ProbeSegment> Segments)
{
    /// <summary>The request that opens it.</summary>
    /// <exception cref="TargetException">it does not fit the wire format</exception>
    public daxspec_open Request()
    {
        if (Segments.Count > DAXSPEC_MAX_SEGMENTS) throw new TargetException($"{Path}: found {Segments.Count} segments; wanted at most {DAXSPEC_MAX_SEGMENTS}; do: build it of fewer");
        var request = new daxspec_open { provider = (uint)Kind, segments = (uint)Segments.Count };
        Put(Path, request.path);
        for (var i = 0; i < Segments.Count; i++)
        {
            var (from, to) = (Segments[i], new daxspec_segment { page = Segments[i].Page, pages = Segments[i].Pages, chunk = Segments[i].Chunk, stripes = (ulong)Segments[i].Stripes.Count });
            if (from.Stripes.Count is 0 or > DAXSPEC_MAX_STRIPES) throw new TargetException($"{Path}: found {from.Stripes.Count} stripes; wanted 1 to {DAXSPEC_MAX_STRIPES}; do: build it of fewer");
            for (var k = 0; k < from.Stripes.Count; k++)
            {
                to.start[k] = from.Stripes[k].Start;
                Put(from.Stripes[k].Disk, to.disk[k]);
            }
            request.segment[i] = to;
        }
        return request;
    }

    private static void Put(string text, Span<byte> field)
    {
        if (Encoding.UTF8.GetByteCount(text) >= field.Length) throw new TargetException($"found the path '{text}'; wanted at most {field.Length - 1} bytes; do: name it by a shorter link");
        field.Clear();
        Encoding.UTF8.GetBytes(text, field);
    }
}
