namespace Conformance.Running;

/// <summary>What a run says of a waiver of the author's own; from <see cref="UnexpectedPass"/> on the run fails.</summary>
public enum WaiverState
{
    /// <summary>It excused breaks.</summary>
    Waived,

    /// <summary>It is of other targets, other kernels or other clauses than this run.</summary>
    Elsewhere,

    /// <summary>This run did not see what it speaks of.</summary>
    NotObservable,

    /// <summary>Its counterexample was carried out, and nothing of it broke.</summary>
    UnexpectedPass,

    /// <summary>What it is about breaks in another way.</summary>
    Drifted,

    /// <summary>Its conditions were met, and no break was left for it.</summary>
    Unmatched,

    /// <summary>Its last day is over.</summary>
    Expired,
}
