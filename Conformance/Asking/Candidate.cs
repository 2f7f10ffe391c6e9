using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>An answer that a device might give.</summary>
/// <param name="Outcome">the answer</param>
/// <param name="Variant">what is particular about it beside its result; empty: nothing</param>
/// <param name="Right">what it says beside its result may be right; otherwise it is deliberately wrong</param>
public readonly record struct Candidate(Outcome Outcome, string Variant, bool Right)
{
    /// <summary>The result, or null where the call does not come back.</summary>
    public long? Result => Outcome[Aspect.Fault] == 0 ? Outcome.Result : null;

    /// <summary>What a driver author would call it: "2", "-EIO", "NullCall".</summary>
    public string Text => Result is { } result ? Errno.Text(result) : Outcome.Text(Aspect.Fault);
}
