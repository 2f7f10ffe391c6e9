using Xunit.Abstractions;
using Xunit.Sdk;

namespace StandIns.Tests;

/// <summary>Discovers and runs the tests of one class of this assembly as xunit does.</summary>
internal sealed class InnerRun
{
    private InnerRun(IReadOnlyList<ITestCase> cases, IReadOnlyList<InnerResult> results, RunSummary summary) =>
        (Cases, Results, Summary) = (cases, results, summary);

    public IReadOnlyList<ITestCase> Cases { get; }

    public IReadOnlyList<InnerResult> Results { get; }

    public RunSummary Summary { get; }

    public InnerResult Only => Assert.Single(Results);

    public InnerResult this[string method] => Results.Single(result => result.Method == method);

    // On the thread pool: the outer test's synchronization context stays outside.
    public static Task<InnerRun> Of<TSpecimen>() => Task.Run(() => Run(typeof(TSpecimen)));

    private static async Task<InnerRun> Run(Type specimen)
    {
        var (log, options, assembly) = (new MessageLog(), new InnerOptions(), Reflector.Wrap(specimen.Assembly));
        using var discoverer = new XunitTestFrameworkDiscoverer(assembly, new NoSourceInformation(), log);
        discoverer.Find(specimen.FullName!, includeSourceInformation: false, log, options);
        await log.Discovered;

        var cases = log.Of<ITestCaseDiscoveryMessage>().Select(found => found.TestCase).ToArray();
        using var runner = new XunitTestAssemblyRunner(new TestAssembly(assembly), cases.Cast<IXunitTestCase>(), log, log, options);
        var summary = await runner.RunAsync();
        return new InnerRun(cases, [.. log.Of<ITestResultMessage>().Select(Result)], summary);
    }

    private static InnerResult Result(ITestResultMessage result)
    {
        var (method, output) = (result.TestCase.TestMethod.Method.Name, result.Output);
        return result switch
        {
            ITestFailed failed => new InnerResult(method, InnerOutcome.Failed, output, failed.Messages, failed.ExceptionTypes),
            ITestSkipped skipped => new InnerResult(method, InnerOutcome.Skipped, output, [skipped.Reason], []),
            _ => new InnerResult(method, InnerOutcome.Passed, output, [], []),
        };
    }

    private sealed class NoSourceInformation : LongLivedMarshalByRefObject, ISourceInformationProvider
    {
        public ISourceInformation GetSourceInformation(ITestCase testCase) => new SourceInformation();

        public void Dispose()
        {
        }
    }
}
