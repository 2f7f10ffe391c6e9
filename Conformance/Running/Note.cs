using Conformance.Reference.Contract;

namespace Conformance.Running;

/// <summary>What was said of a clause.</summary>
internal enum NoteKind
{
    /// <summary>It held.</summary>
    Held,

    /// <summary>It could not be seen.</summary>
    NotObservable,

    /// <summary>Device and generation both do not have the operation.</summary>
    NotSupported,

    /// <summary>The device was free, and did what the key says.</summary>
    Value,

    /// <summary>It was broken, and the waiver of the key excuses that.</summary>
    Waived,

    /// <summary>It was broken where the waiver of the key would excuse it, were it not for the symptom.</summary>
    Drifted,

    /// <summary>It was broken.</summary>
    Broken,
}

/// <summary>What one step of a history said of one clause.</summary>
/// <param name="Tally">the clause's</param>
/// <param name="Kind">what was said</param>
/// <param name="Key">the value or waiver; empty where there is none</param>
/// <param name="Classes">input classes that were judged by what was seen</param>
internal readonly record struct Note(Tally Tally, NoteKind Kind, string Key = "", InputClasses Classes = default);
