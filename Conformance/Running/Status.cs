namespace Conformance.Running;

/// <summary>What a run says of a clause; the worst comes first.</summary>
public enum Status
{
    /// <summary>The harness, the environment or the coverage floor failed: no statement about the device.</summary>
    Error,

    Broken,

    /// <summary>A waiver whose deviation no longer occurs.</summary>
    UnexpectedPass,

    /// <summary>Broken as a waiver says.</summary>
    Waived,

    /// <summary>The contract leaves it free; recorded in the profile.</summary>
    Unconstrained,

    /// <summary>This target does not show what the clause speaks of.</summary>
    NotObservable,

    /// <summary>The device or its kernel generation has no such operation.</summary>
    NotSupported,

    Held,
}
