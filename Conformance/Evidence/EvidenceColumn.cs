using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Conformance.Evidence;

/// <summary>One driver of one kernel: how it was checked, and every clause.</summary>
public sealed record EvidenceColumn
{
    /// <summary>The generation, which is also the profile it was judged by.</summary>
    public required string Kernel { get; init; }

    /// <summary>As uname -r says.</summary>
    public required string Release { get; init; }

    public required string Driver { get; init; }

    public required string Title { get; init; }

    /// <summary>Why it was not checked; null where it was, and then all that follows is there.</summary>
    public string? NotChecked { get; init; }

    /// <summary>The generation whose nd_pmem it claims to be, or null: then only the contract applied.</summary>
    public string? Claims { get; init; }

    public string? Oracle { get; init; }

    public string? Seed { get; init; }

    public int Named { get; init; }

    public int Swept { get; init; }

    public long Generated { get; init; }

    public long Operations { get; init; }

    /// <summary>Digest of every answer.</summary>
    public string? Answers { get; init; }

    public string? Verdict { get; init; }

    /// <summary>Guests that were lost on the way.</summary>
    public ImmutableArray<EvidenceLoss>? Losses { get; init; }

    /// <summary>By clause id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, EvidenceCell> Cells { get; init; } = ImmutableSortedDictionary.Create<string, EvidenceCell>(StringComparer.Ordinal);

    [JsonIgnore]
    public bool Checked => NotChecked is null;

    [JsonIgnore]
    public string Target => $"lab:{Kernel}/{Driver}";

    [JsonIgnore]
    public long Cases => (long)Named + Swept + Generated;
}
