using Conformance.Generation;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using FsCheck;

namespace Conformance.Tests;

/// <summary>FsCheck's way to histories on a target that takes any device and shows everything.</summary>
public static class AnyHistory
{
    public static Arbitrary<History> Histories() => HistoryArbitrary.For(Everything);

    internal static TargetDescription Everything { get; } = new ReferenceTarget(PlantedTarget.Linux61).Description;
}
