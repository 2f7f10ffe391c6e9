namespace Conformance.Reference.Histories;

/// <summary>A device whose calls may overlap: it carries out histories with <see cref="History.Threads"/>, the same interleaving each time.</summary>
public interface IConcurrentDevice : IDeviceUnderTest
{
    /// <summary>
    /// When each operation of the last such history began and ended, by one clock that no two of these moments share.
    /// <see cref="Never"/>: it did not begin, or did not end.
    /// </summary>
    ReadOnlySpan<(int Began, int Ended)> LastSpans { get; }

    /// <summary>Later than all.</summary>
    const int Never = int.MaxValue;

    /// <summary>Of operations of which none began.</summary>
    static (int Began, int Ended)[] NoneBegan(int operations)
    {
        var spans = new (int Began, int Ended)[operations];
        Array.Fill(spans, (Never, Never));
        return spans;
    }
}
