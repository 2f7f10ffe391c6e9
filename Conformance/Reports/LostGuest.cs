using System.Collections.Immutable;

namespace Conformance.Reports;

/// <summary>A guest that went down or hung during a run: which case was under way, and what its kernel said.</summary>
/// <param name="Target">the lab target</param>
/// <param name="Release">the kernel's release</param>
/// <param name="Status">"panicked", "hung" or "failedtoboot"</param>
/// <param name="Reason">the same in a sentence</param>
/// <param name="Case">label and token of the case under way, or null when none had begun</param>
/// <param name="KernelLog">the last lines of its log</param>
public sealed record LostGuest(string Target, string Release, string Status, string Reason, (string Label, string Token)? Case, ImmutableArray<string> KernelLog)
{
    public IEnumerable<string> Lines(string reportPath)
    {
        yield return $"{Target} ({Release}) {Status}: {Reason}";
        yield return Case is { } at ? $"  case     {at.Label}" : "  case     none had begun";
        foreach (var line in KernelLog.TakeLast(10)) yield return $"  log      {line}";
        if (Case is { } lost) yield return $"  replay   daxspec replay {lost.Token} reference:";
        yield return $"  report: {reportPath}";
    }
}
