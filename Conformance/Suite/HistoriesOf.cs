using System.Diagnostics.CodeAnalysis;
using Conformance.Generation;
using Conformance.Reference.Histories;
using FsCheck;

namespace Conformance.Suite;

/// <summary>FsCheck's way to histories on the suite's target that are made of some operations only.</summary>
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "FsCheck looks for static members of a type that a generic attribute names.")]
public static class HistoriesOf<TOperations>
    where TOperations : IOperations
{
    public static Arbitrary<History> Histories() => HistoryArbitrary.For(Restricted(SuiteTarget.Current.Description));

    /// <summary>True when the target carries out any of the operations.</summary>
    internal static bool Observable => TOperations.Codes.Any(code => !SuiteTarget.Current.Description.Observes(code).IsEmpty);

    private static TargetDescription Restricted(TargetDescription target) =>
        target with { Observes = code => TOperations.Codes.Contains(code) ? target.Observes(code) : AspectSet.Empty };
}
