using System.Collections.Immutable;
using Conformance.RealDevice.Lab;

namespace Conformance.Reports;

/// <summary>A guest that went down or hung during a run: which case was under way, and what its kernel said.</summary>
/// <param name="Target">the lab target</param>
/// <param name="Release">the kernel's release</param>
/// <param name="Status">how it ended</param>
/// <param name="Reason">the same in a sentence</param>
/// <param name="Case">label and token of the case under way, or null when none had begun</param>
/// <param name="KernelLog">the last lines of its log</param>
public sealed record LostGuest(string Target, string Release, GuestStatus Status, string Reason, (string Label, string Token)? Case, ImmutableArray<string> KernelLog)
{
    /// <summary>The status as reports write it.</summary>
    public string Word => Status switch { GuestStatus.Panicked => "panicked", GuestStatus.Hung => "hung", GuestStatus.FailedToBoot => "failed to boot", _ => "finished" };

    public IEnumerable<string> Lines(string reportPath)
    {
        yield return $"{Target} ({Release}) {Word}: {Reason}";
        yield return Case is { } at ? $"  case     {at.Label}" : "  case     none had begun";
        foreach (var line in KernelLog.TakeLast(10)) yield return $"  log      {line}";
        if (Case is { } lost) yield return $"  replay   daxspec replay {lost.Token} {Target}";
        yield return $"  report: {reportPath}";
    }
}
