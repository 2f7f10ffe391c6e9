using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Running;

/// <summary>One run: what is checked, against what, with how many cases.</summary>
public sealed record CheckOptions
{
    public const ulong DefaultSeed = 1;
    public const int DefaultCases = 20_000;

    /// <summary>On a real device a case takes milliseconds.</summary>
    public const int DefaultFixedCases = 2_000;

    /// <summary>Of several threads.</summary>
    public const int DefaultConcurrentCases = 20_000;

    public required ITarget Target { get; init; }

    /// <summary>The generation that expectations are taken from.</summary>
    public required Profile Profile { get; init; }

    public Oracle Oracle { get; init; } = Oracle.Both;
    public ulong Seed { get; init; } = DefaultSeed;

    /// <summary>Generated histories; the named edge cases, the waivers' counterexamples and the edge sweep come on top.</summary>
    public int Cases { get; init; } = DefaultCases;

    /// <summary>Each how many-th case of the edge sweep is run; 1: all of them. More is for a device on which a case takes its time.</summary>
    public int SweepStep { get; init; } = 1;

    /// <summary>All histories of this scope, in place of every other case; null: edge cases, the sweep and generated ones.</summary>
    public Exhaustive.Scope? Scope { get; init; }

    /// <summary>Histories of several threads in place of every other case.</summary>
    public bool Concurrent { get; init; }

    /// <summary>The cases are those of one device or of one scope: not everything that the suite asks for can be among them.</summary>
    public bool IsBounded => Scope is not null || Concurrent || Target.Description.Fixed is not null;

    /// <summary>Only clauses whose id starts with one of these; empty: all.</summary>
    public IReadOnlyList<string> Filter { get; init; } = [];

    /// <summary>The author's own waivers, beside those of models/waivers.</summary>
    public IReadOnlyList<Models.Waiver> Waivers { get; init; } = [];

    /// <summary>The day by which waivers expire; null: none does. Given from outside: the core has no clock.</summary>
    public DateOnly? Today { get; init; }

    public int Workers { get; init; } = 1;

    /// <summary>Where the case under way is put on record, or null; one worker then.</summary>
    public string? JournalDirectory { get; init; }

    public bool Selects(string clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        if (Filter.Count == 0) return true;
        foreach (var prefix in Filter)
            if (clause.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
