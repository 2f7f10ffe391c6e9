using System.Collections.Immutable;
using System.Globalization;

namespace Conformance.Reference.Histories;

/// <summary>How the operations of a history are spread over threads, and which of them goes on where one may be interrupted.</summary>
/// <param name="Lengths">operations of each thread; a history has those of the first thread first</param>
/// <param name="Turns">
/// At each point where more than one thread can go on: the n-th of those, counted round. Where no turn is left, a thread runs until it ends or
/// waits, then the first that can.
/// </param>
public sealed record Interleaving(ImmutableArray<int> Lengths, ImmutableArray<byte> Turns)
{
    public const int MaxThreads = 4;
    public const int MaxTurns = 256;

    public int Threads => Lengths.Length;

    /// <summary>The first operation of a thread and the one behind its last.</summary>
    public (int Start, int End) StepsOf(int thread)
    {
        var start = Lengths.AsSpan(0, thread).ToArray().Sum();
        return (start, start + Lengths[thread]);
    }

    private (int Thread, int Index) Of(int step)
    {
        var thread = 0;
        for (; step >= Lengths[thread]; thread++) step -= Lengths[thread];
        return (thread, step);
    }

    /// <summary>"2.1": the first operation of the second thread.</summary>
    public string PlaceOf(int step)
    {
        var (thread, index) = Of(step);
        return $"{thread + 1}.{index + 1}";
    }

    public bool Equals(Interleaving? other) => other is not null && Lengths.AsSpan().SequenceEqual(other.Lengths.AsSpan()) && Turns.AsSpan().SequenceEqual(other.Turns.AsSpan());

    public override int GetHashCode() => Lengths.Length << 8 ^ Turns.Length;

    /// <summary>"@ 0110"; empty without turns.</summary>
    public override string ToString() => Turns.IsEmpty ? "" : $" @ {string.Concat(Turns.Select(t => t.ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>Reads the digits behind an "@".</summary>
    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static ImmutableArray<byte> ParseTurns(string text)
    {
        var digits = text.Trim();
        return digits.Length <= MaxTurns && digits.All(d => d >= '0' && d < '0' + MaxThreads) ? [.. digits.Select(d => (byte)(d - '0'))]
            : throw new FormatException($"'@{text}': wanted at most {MaxTurns} turns, each a digit from 0 to {MaxThreads - 1}");
    }
}
