using System.Collections.Immutable;

namespace Conformance.Evidence;

/// <summary>A case that the guest did not survive.</summary>
/// <param name="Fault">how it ended: NullCall, WildAccess, Livelock</param>
/// <param name="History">the case, as text</param>
/// <param name="Token">what replays it</param>
/// <param name="KernelLog">the kernel's last lines, without what differs from boot to boot</param>
public sealed record EvidenceLoss(string Fault, string History, string Token, ImmutableArray<string> KernelLog);
