namespace Conformance.Comparing;

/// <summary>How two runs differ in what they say of a clause.</summary>
public enum ClauseDifferenceKind
{
    /// <summary>One side keeps it and the other breaks it.</summary>
    OneBreaks,

    /// <summary>Both break it, with other deviations or another symptom.</summary>
    BreakDifferently,

    /// <summary>It leaves the driver free, and they do not do the same.</summary>
    Free,

    /// <summary>Only one side could be seen or has it.</summary>
    OneSided,
}
