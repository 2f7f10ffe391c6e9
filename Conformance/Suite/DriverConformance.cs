using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Conformance.Models;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Suite;

/// <summary>
/// The suite for a driver of your own, in a test project of your own: derive a public class, say how the driver is opened, and every clause
/// of the contract is a test that bears its sentence. A clause that cannot be observed is a skipped test with the reason. DAXSPEC_PROFILE,
/// DAXSPEC_SEED, DAXSPEC_CASES and DAXSPEC_DEADLINE are heard.
/// </summary>
public abstract class DriverConformance
{
    private static readonly ConcurrentDictionary<Type, Lazy<RunResult>> Runs = new();
    private static readonly ModelSet Models = ModelSet.Load();

    /// <summary>Generated histories, beside every named edge case and the sweep, when DAXSPEC_CASES does not say.</summary>
    public const int DefaultCases = 5_000;

    /// <summary>The clauses, as rows.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "No array is returned.")]
    public static TheoryData<Named> Contract =>
        [.. Models.Clauses.Concat(ClauseCatalog.Owing).Select(c => new Named(c.Id, $"{c.Id} {c.Sentence}"))];

    /// <summary>Opens the driver, judged as of a kernel generation.</summary>
    protected abstract ITarget Open(Profile profile);

    [ClauseTheory]
    [MemberData(nameof(Contract))]
    public void The_contract_holds(Named clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        var run = Run;
        var result = run.Clauses.FirstOrDefault(c => c.Id == clause.Id) ?? throw new NotObservableException("this kind of driver does not show it");
        switch (result.Status)
        {
            case Status.Broken:
                throw new ConformanceException(string.Join('\n', FindingText.Lines(result.Data, result.Finding!, run.Target.Name).Prepend("")));
            case Status.NotObservable or Status.NotSupported:
                throw new NotObservableException($"{Words.Of(result.Status)}: {result.Reason}");
            case Status.Error:
                Assert.Fail($"{result.Id}: {result.Reason}");
                break;
        }
    }

    [Fact]
    public void Every_case_could_be_run() => Assert.Empty(Run.Errors);

    [Fact]
    public void Something_was_checked() => Assert.True(Run.CheckedSomething, $"{Run.Target.Name} showed nothing that any clause speaks of: {string.Join("; ", Run.Target.Limits)}");

    /// <summary>One run for all tests of a class.</summary>
    private RunResult Run => Runs.GetOrAdd(GetType(), _ => new(Check)).Value;

    private RunResult Check()
    {
        var settings = SuiteSettings.Read(name => name is "DAXSPEC_TARGET" or "DAXSPEC_WRITE_TO" ? null : Environment.GetEnvironmentVariable(name), Models);
        using var target = Open(settings.Profile);
        return new Checker(new() { Target = target, Profile = settings.Profile, Oracle = Oracle.Contract, Seed = settings.Seed, Cases = settings.Cases ?? DefaultCases }, Models).Run();
    }
}
