using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>A call that does not return to its caller: what an oops or a hang is to a kernel.</summary>
internal sealed class FaultException(Fault fault) : Exception(fault.ToString())
{
    public Fault Fault { get; } = fault;
}
