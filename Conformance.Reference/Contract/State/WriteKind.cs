namespace Conformance.Reference.Contract.State;

/// <summary>What a write left in the bytes that it covers.</summary>
public enum WriteKind : byte
{
    /// <summary>Nothing is known of these bytes.</summary>
    Unknown,

    Zeros,

    /// <summary>The pattern of a seed, from its first byte on.</summary>
    Pattern,
}
