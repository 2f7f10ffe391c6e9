namespace Conformance.Reference.Contract;

/// <summary>How binding a clause is.</summary>
public enum Level
{
    /// <summary>One value is right.</summary>
    Required,

    /// <summary>Any of a set is right.</summary>
    AnyOf,

    /// <summary>Nothing is wrong; what the device does is recorded in its profile.</summary>
    Unconstrained,
}
