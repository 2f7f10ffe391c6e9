using Conformance.Models;

namespace Conformance.Running;

/// <summary>What became of one waiver of the author's own in a run.</summary>
/// <param name="Waiver">the waiver</param>
/// <param name="Seen">the breaks that it excused</param>
/// <param name="State">what the run says of it</param>
/// <param name="Message">what was found, what was wanted, what to do; for those that are in order, why there is nothing to do</param>
public sealed record WaiverResult(Waiver Waiver, Occurrence Seen, WaiverState State, string Message)
{
    /// <summary>The list of waivers is not in order, and so the run fails.</summary>
    public bool Fails => State >= WaiverState.UnexpectedPass;
}
