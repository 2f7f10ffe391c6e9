namespace Conformance.Models;

/// <summary>A finding about Linux (models/findings): what its known deviations have in common, in a maintainer's words.</summary>
public sealed record KnownFinding
{
    /// <summary>"F-" and a number that stays.</summary>
    public required string Id { get; init; }

    /// <summary>One sentence.</summary>
    public required string Title { get; init; }

    /// <summary>How bad the worst of it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The deviation whose counterexample stands for all.</summary>
    public required string ShownBy { get; init; }

    /// <summary>"file: function, function", each.</summary>
    public required List<string> Where { get; init; }

    /// <summary>What happens in place of what is promised.</summary>
    public required string Instead { get; init; }

    /// <summary>What that does to a caller.</summary>
    public required string Consequence { get; init; }

    /// <summary>First and last release that has it; null: no bound known.</summary>
    public string? Since { get; init; }

    public string? Until { get; init; }

    /// <summary>What ended it, where something did.</summary>
    public string? Fixed { get; init; }

    /// <summary>Why no running kernel was seen to have it, where there is a reason.</summary>
    public string? Unobserved { get; init; }

    /// <summary>What showed it on running kernels, where the matrix cannot: its calls come one after the other.</summary>
    public string? SeenBy { get; init; }

    /// <summary>Where more can be read.</summary>
    public List<string> Links { get; init; } = [];
}
