using System.Collections.Immutable;

namespace Conformance.Reference.Histories;

/// <summary>A described device and what is asked of it, in order or by several threads. Plain data with a text form and a token.</summary>
public sealed record History(Geometry Geometry, ImmutableArray<Operation> Operations)
{
    /// <summary>The threads that the operations are spread over; null: one after the other.</summary>
    public Interleaving? Threads { get; init; }

    public static History Of(Geometry geometry, params ReadOnlySpan<Operation> operations) => new(geometry, [.. operations]);

    /// <summary>The same on a device that has no other members than these.</summary>
    public History On(DriverOps members) => (Geometry.Ops & ~members) == 0 ? this : this with { Geometry = Geometry with { Ops = Geometry.Ops & members } };

    public bool Equals(History? other) => other is not null && Geometry.Equals(other.Geometry) && Operations.AsSpan().SequenceEqual(other.Operations.AsSpan()) && Equals(Threads, other.Threads);

    public override int GetHashCode() => Geometry.GetHashCode() ^ Operations.Length;

    public override string ToString() => HistoryText.Write(this);
}
