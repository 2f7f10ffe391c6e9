using System.Numerics;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>
/// Operations that took the machine down, so that a run with a driver that always goes down in one of them comes to an end. Not by the
/// clock: the same answers give the same counts.
/// </summary>
public sealed class FatalOperations
{
    /// <summary>Machines that one operation may cost a run.</summary>
    public const int Most = 6;

    private readonly int[] _losses = new int[Enum.GetValues<OpCode>().Length];
    private ulong _givenUp;

    /// <summary>A line for each operation that was given up.</summary>
    public IEnumerable<string> Lines()
    {
        for (var bits = _givenUp; bits != 0; bits &= bits - 1)
            yield return $"{(OpCode)BitOperations.TrailingZeroCount(bits)}: not carried out any more in this run, nor what comes behind it in a history, after it took {Most} machines down.";
    }

    /// <summary>Machines that went down and did not when the same was carried out once more.</summary>
    public int Acquitted { get; private set; }

    internal void Acquit() => Acquitted++;

    internal void Add(OpCode code)
    {
        if (++_losses[(int)code] == Most) _givenUp |= 1UL << (int)code;
    }

    /// <summary>The part of a history that is carried out: up to the first operation that was given up; of one with threads all or nothing.</summary>
    internal History CarriedOut(History history)
    {
        for (var i = 0; _givenUp != 0 && i < history.Operations.Length; i++)
            if ((_givenUp >> (int)history.Operations[i].Code & 1) != 0) return history with { Operations = history.Threads is null ? history.Operations[..i] : [] };
        return history;
    }
}
