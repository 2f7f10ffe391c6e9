using System.Collections.Immutable;
using Conformance.Running;

namespace Conformance.Comparing;

/// <summary>What one side's run said of a clause.</summary>
/// <param name="Id">the clause</param>
/// <param name="Status">its status</param>
/// <param name="Excuses">the known deviations and waivers that its breaks are cases of</param>
/// <param name="Free">what the driver did where the clause leaves it free</param>
/// <param name="Break">its smallest counterexample; null where it has none</param>
public sealed record SideClause(string Id, Status Status, ImmutableArray<string> Excuses, ImmutableArray<string> Free, SideBreak? Break)
{
    /// <summary>Broken, excused or not.</summary>
    public bool Breaks => Status is Status.Broken or Status.Waived;

    /// <summary>Judged by what was seen, and kept.</summary>
    public bool Keeps => Status is Status.Held or Status.Unconstrained;
}
