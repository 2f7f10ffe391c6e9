namespace Conformance.Reference.Contract;

/// <summary>What one clause says of one step.</summary>
public enum Verdict : byte
{
    /// <summary>The clause does not speak of this step.</summary>
    NotApplicable,

    Held,

    /// <summary>The clause leaves the answer free; <see cref="Judgement.Value"/> is what the device did.</summary>
    Unconstrained,

    /// <summary>The clause speaks of this step, but the aspects it needs were not seen.</summary>
    NotObservable,

    Broken,
}
