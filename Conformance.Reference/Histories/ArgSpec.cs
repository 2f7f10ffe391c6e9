namespace Conformance.Reference.Histories;

/// <summary>One argument of an operation.</summary>
public readonly record struct ArgSpec(string Name, ArgKind Kind)
{
    /// <summary>The bits are a signed number.</summary>
    public bool Signed => Kind is ArgKind.NrPages or ArgKind.Pos or ArgKind.Result;
}
