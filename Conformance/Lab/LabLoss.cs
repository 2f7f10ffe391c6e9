using System.Collections.Immutable;

namespace Conformance.Lab;

/// <summary>A case that the guest did not survive.</summary>
/// <param name="How">"panicked" or "hung"</param>
/// <param name="History">the case that was under way, as text; empty when none was</param>
/// <param name="KernelLog">what the kernel said, times taken off: the same loss, the same lines</param>
public sealed record LabLoss(string How, string History, ImmutableArray<string> KernelLog);
