using FsCheck;
using FsCheck.Fluent;

namespace StandIns.Tests;

/// <summary>What this assembly sets for all its properties.</summary>
internal static class AssemblyLevel
{
    public const int MaxTest = 150;

    public static class Marks
    {
        public static Arbitrary<Mark> Mark() => new Mark("assembly").ToArbitrary();

        public static Arbitrary<Stamp> Stamp() => new Stamp("assembly").ToArbitrary();
    }

    public static Arbitrary<T> ToArbitrary<T>(this T value) => Arb.From(Gen.Constant(value));
}
