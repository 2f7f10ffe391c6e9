namespace Conformance.Reference.Histories;

/// <summary>Why an outcome has values or none.</summary>
public enum OutcomeKind : byte
{
    /// <summary>The target cannot carry the operation out here, so nothing was seen.</summary>
    NotObservable = 0,

    /// <summary>The device, or its kernel generation, has no such operation.</summary>
    NotSupported = 1,

    /// <summary>The operation was carried out.</summary>
    Answered = 2,
}
