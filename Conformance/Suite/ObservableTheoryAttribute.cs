using Xunit.Sdk;

namespace Conformance.Suite;

/// <summary>
/// A theory whose rows may turn out not to be observable when they run. xunit 2.9 knows skips at discovery only, so the test case
/// turns a <see cref="NotObservableException"/> into one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Conformance.Suite.ObservableTheoryDiscoverer", "Conformance")]
public sealed class ObservableTheoryAttribute : TheoryAttribute;
