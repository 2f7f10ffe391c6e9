using Conformance.Suite;

namespace MyDriver;

/// <summary>Every clause of the contract is a test of this class.</summary>
public sealed class ContractTests : DriverConformance<PmemDriver>;
