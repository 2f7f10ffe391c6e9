using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Suite;

/// <summary>Makes an <see cref="ObservableTestCase"/> of every row; the rows are serializable, so that each is a test of its own.</summary>
public sealed class ObservableTheoryDiscoverer(IMessageSink diagnosticMessageSink) : TheoryDiscoverer(diagnosticMessageSink)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new ObservableTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, dataRow)];
}
