using Conformance.Reference.Histories;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Generation;

/// <summary>FsCheck's way in: it draws the entropy of a case, the generator decodes it, and the suite's own shrinker works on device and operations together.</summary>
public static class HistoryArbitrary
{
    public static Arbitrary<History> For(TargetDescription target)
    {
        var generator = new HistoryGenerator(target);
        return Arb.From(FsCheck.FSharp.Gen.Choose64(0, long.MaxValue).Select(bits => Decode(generator, bits)), Running.Simplifications.Of);
    }

    private static History Decode(HistoryGenerator generator, long bits)
    {
        var choices = new Choices(unchecked((ulong)bits));
        return generator.Next(ref choices);
    }
}
