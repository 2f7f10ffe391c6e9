using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>What a machine that went down left behind.</summary>
/// <param name="UnderWay">number of the history and index of the operation that were under way, from the journal; null: it does not say</param>
/// <param name="Fault">NullCall or WildAccess as the kernel's last words say; Livelock when it fell silent</param>
/// <param name="Log">the kernel's last lines</param>
public sealed record ProbeDeath((ulong Number, int Operation)? UnderWay, Fault Fault, ImmutableArray<string> Log)
{
    /// <summary>As operation: the device was being brought into the state that the history begins with.</summary>
    public const int BeforeTheFirst = -1;
}
