using System.Collections.Immutable;

namespace Conformance.Reference.Histories;

/// <summary>A history that took the machine of the device under test down.</summary>
/// <param name="History">the history</param>
/// <param name="Step">index of the operation that did not come back</param>
/// <param name="Fault">how it ended, as far as the machine could still say</param>
/// <param name="Log">the kernel's last lines</param>
public sealed record LostDevice(History History, int Step, Fault Fault, ImmutableArray<LogLine> Log);
