using Conformance.Reference.Contract;

namespace Conformance.Running;

/// <summary>One break as it was seen at one step of one history.</summary>
/// <param name="Clause">the clause's id</param>
/// <param name="Step">index of the operation</param>
/// <param name="Got">what the device answered</param>
/// <param name="Allowed">what it should have answered</param>
/// <param name="Because">why</param>
/// <param name="Classes">the input classes of the step; empty for the exact oracle</param>
/// <param name="Waiver">the waiver that excuses it, or null</param>
public sealed record Observed(string Clause, int Step, string Got, string Allowed, string Because, InputClasses Classes, string? Waiver)
{
    /// <summary>The waiver's conditions fit and its symptom does not.</summary>
    public bool Drifted { get; init; }
}
