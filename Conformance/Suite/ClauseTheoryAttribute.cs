using Xunit.Sdk;

namespace Conformance.Suite;

/// <summary>A theory of one row a clause; each is a test of its own that bears the clause's sentence as its name.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Conformance.Suite.ClauseTheoryDiscoverer", "Conformance")]
public sealed class ClauseTheoryAttribute : TheoryAttribute;
