using Conformance.CommandLine;
using Conformance.Reference.Histories;
using FsCheck.Xunit;

namespace Conformance.Suite;

/// <summary>
/// A property of every history made of some operations: as many of them as DAXSPEC_CASES says, from the seed that DAXSPEC_SEED says. Where
/// the target carries out none of the operations it is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HistoryPropertyAttribute<TOperations> : PropertyAttribute
    where TOperations : IOperations
{
    public HistoryPropertyAttribute()
    {
        Arbitrary = [typeof(HistoriesOf<TOperations>)];
        try
        {
            MaxTest = SuiteTarget.Current.CasesOfProperty;
            if (!HistoriesOf<TOperations>.Observable) Skip = $"{SuiteTarget.Current.Description.Name} carries out none of {string.Join(", ", TOperations.Codes)}";
        }
        catch (Exception e) when (e is UsageException or TargetException)
        {
            // An attribute must not throw: the fixture says the same, to a test that can fail.
        }
    }
}
