using System.Collections.Immutable;
using Conformance.Models;

namespace Conformance.Evidence;

/// <summary>All that is known of one finding.</summary>
public sealed record FindingDossier
{
    public required KnownFinding Finding { get; init; }

    /// <summary>Its known deviations: the one that stands for all, then the simplest first.</summary>
    public required ImmutableArray<FindingCase> Cases { get; init; }

    /// <summary>The clauses that it breaks.</summary>
    public required ImmutableArray<ClauseData> Clauses { get; init; }

    /// <summary>The generations that have it, oldest first.</summary>
    public required ImmutableArray<string> Generations { get; init; }

    /// <summary>Running kernels that were seen to have it, oldest first.</summary>
    public required ImmutableArray<Sighting> Sightings { get; init; }

    /// <summary>Why there is no sighting; empty where there is one.</summary>
    public required string Unobserved { get; init; }

    /// <summary>Guests that it took down.</summary>
    public required ImmutableArray<EvidenceLoss> Losses { get; init; }

    /// <summary>Where to replay it: the newest sighting, else the newest generation that has it.</summary>
    public string Target => Sightings is [.., var last] ? $"lab:{last.Kernel}/{last.Drivers[0]}" : $"lab:{Generations[^1]}/{(Cases[0].Waiver.IsOfNdPmem ? Waiver.NdPmem : Cases[0].Waiver.Drivers[0])}";
}
