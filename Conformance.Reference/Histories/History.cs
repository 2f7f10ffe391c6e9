using System.Collections.Immutable;

namespace Conformance.Reference.Histories;

/// <summary>A described device and what is asked of it, in order. Plain data with a text form and a token.</summary>
public sealed record History(Geometry Geometry, ImmutableArray<Operation> Operations)
{
    public static History Of(Geometry geometry, params ReadOnlySpan<Operation> operations) => new(geometry, [.. operations]);

    /// <summary>The same on a device that has no other members than these.</summary>
    public History On(DriverOps members) => (Geometry.Ops & ~members) == 0 ? this : this with { Geometry = Geometry with { Ops = Geometry.Ops & members } };

    public bool Equals(History? other) => other is not null && Geometry.Equals(other.Geometry) && Operations.AsSpan().SequenceEqual(other.Operations.AsSpan());

    public override int GetHashCode() => Geometry.GetHashCode() ^ Operations.Length;

    public override string ToString() => HistoryText.Write(this);
}
