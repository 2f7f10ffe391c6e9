namespace Conformance.Models;

/// <summary>What the worst case of a finding does; the worst comes first.</summary>
public enum Severity
{
    /// <summary>Memory that is not what was asked for is handed out or written.</summary>
    ForeignMemory,

    /// <summary>The kernel follows a bad pointer.</summary>
    Oops,

    /// <summary>A call does not come back.</summary>
    Hang,

    /// <summary>Memory that is known to be bad is handed out, or called recovered.</summary>
    Poison,

    /// <summary>Contents are not what the answer says.</summary>
    Contents,

    /// <summary>An answer is wrong or of no use; nothing is lost by it.</summary>
    Answer,
}
