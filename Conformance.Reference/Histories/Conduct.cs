namespace Conformance.Reference.Histories;

/// <summary>What a driver that is plugged in owes the harness, whatever it answers.</summary>
public enum Conduct : byte
{
    /// <summary>A call comes back: the driver does not crash, exit or throw.</summary>
    ComesBack,

    /// <summary>A call comes back within the deadline.</summary>
    InTime,

    /// <summary>An answer has the form that docs/protocol.md gives it.</summary>
    InForm,

    /// <summary>What the driver declares is there.</summary>
    AsDeclared,
}
