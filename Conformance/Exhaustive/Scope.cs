using System.Globalization;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Exhaustive;

/// <summary>Every history of a bounded kind, numbered from 0: a proof, where sampling finds no more than it draws.</summary>
/// <param name="name">as the command line has it</param>
/// <param name="bound">the name of the number that bounds it</param>
/// <param name="size">that number</param>
public abstract class Scope(string name, string bound, int size)
{
    /// <summary>Its text form, NAME:BOUND=SIZE.</summary>
    public string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"{name}:{bound}={size}");

    /// <summary>What it takes in, in a sentence.</summary>
    public abstract string Says { get; }

    /// <summary>How many histories.</summary>
    public abstract long Count { get; }

    /// <summary>Cases whose answers one digest is made of. It is a sum, so that what many of them add is known beforehand.</summary>
    public virtual int Block => Checker.BlockSize;

    /// <summary>What a case adds to the digest of its block.</summary>
    /// <param name="at">its place in the block</param>
    /// <param name="answers">the digest of its answers</param>
    public static ulong DigestOf(int at, ulong answers)
    {
        var both = new Digest();
        both.Add((ulong)at);
        both.Add(answers);
        return both.Value;
    }

    /// <summary>A history by its number.</summary>
    /// <param name="index">from 0 to <see cref="Count"/> - 1</param>
    public abstract History At(long index);

    /// <summary>
    /// The histories from a number on that begin alike follow each other. Where a call takes the machine down nothing behind it is carried
    /// out, and one of those that are alike up to it is as good as all of them.
    /// </summary>
    /// <param name="index">the number of a history</param>
    /// <param name="call">the index of a call in it</param>
    /// <returns>the first number behind it of a history that is another one up to that call</returns>
    public virtual long EndOfAlike(long index, int call) => index + 1;

    /// <summary>The same, where each of the last <paramref name="behind"/> calls is one of so many.</summary>
    protected static long EndOfAlike(long index, int calls, int behind)
    {
        var alike = Power(calls, Math.Max(behind, 0));
        return (index / alike + 1) * alike;
    }

    /// <summary>Pages on record: clean; the first sector bad; the last one; the first one, not acknowledged.</summary>
    protected const int PageStates = 4;

    protected int Size => size;

    /// <summary>A device of so many pages of 4096 bytes, and what is on record of each of them.</summary>
    /// <param name="pages">of the device</param>
    /// <param name="index">is taken a digit from for each page</param>
    protected static Geometry Device(int pages, ref Digits index)
    {
        const ulong sectors = 4096 / Geometry.SectorSize;
        Span<BadRange> bad = stackalloc BadRange[pages];
        var count = 0;
        for (var page = 0UL; page < (ulong)pages; page++)
            if (index.Take(PageStates) is > 0 and var state) bad[count++] = new(page * sectors + (state == 2 ? sectors - 1 : 0), 1, state != 3);
        return new() { Size = (ulong)pages << 12, Bad = [.. bad[..count]] };
    }

    protected static long Power(long number, int exponent) => exponent == 0 ? 1 : checked(number * Power(number, exponent - 1));
}
