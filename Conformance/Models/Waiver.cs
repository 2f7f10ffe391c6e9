using System.Text.RegularExpressions;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Models;

/// <summary>A known deviation (models/waivers): which clause, when, with which symptom, and the smallest history that shows it.</summary>
public sealed record Waiver
{
    /// <summary>In <see cref="Drivers"/>: every target that claims to be nd_pmem of a generation.</summary>
    public const string NdPmem = "nd_pmem";

    public required string Id { get; init; }

    /// <summary>The clause that is broken.</summary>
    public required string Clause { get; init; }

    /// <summary>The entry of models/findings that it is a case of; a file of the user's own may leave it out.</summary>
    public string? Finding { get; init; }

    /// <summary>The profiles that have it.</summary>
    public required List<string> Profiles { get; init; }

    /// <summary>The drivers that have it: names of the lab, a "*" at the end for anything, or <see cref="NdPmem"/>.</summary>
    public List<string> Drivers { get; init; } = [NdPmem];

    /// <summary>Input classes (snake_case) that the step must all have.</summary>
    public List<string> When { get; init; } = [];

    /// <summary>Input classes of which the step must have at least one; empty: no such condition.</summary>
    public List<string> WhenAny { get; init; } = [];

    /// <summary>Regular expression that the broken judgement's "got" must match.</summary>
    public required string Symptom { get; init; }

    /// <summary>What goes wrong for a caller; one sentence.</summary>
    public required string Consequence { get; init; }

    /// <summary>The smallest history that shows it, as text.</summary>
    public required string Counterexample { get; init; }

    /// <summary>Where it can be read: kernel file and function, or a report.</summary>
    public required string Link { get; init; }

    public string? Owner { get; init; }

    /// <summary>Whether it is a deviation of nd_pmem, which the model shows too; else it is of named drivers alone.</summary>
    public bool IsOfNdPmem => Drivers.Contains(NdPmem);

    /// <summary>Whether a target of that profile is one that may deviate so.</summary>
    public bool AppliesTo(TargetDescription target, string profile) =>
        Profiles.Contains(profile) && (IsOfNdPmem && target.Profile is not null || target.Driver is { } driver && Drivers.Exists(d => Names(d, driver)));

    private static bool Names(string pattern, string driver) =>
        pattern.EndsWith('*') ? driver.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == driver;

    /// <summary>Whether it excuses this break of its clause.</summary>
    public bool Excuses(string profile, string clause, InputClasses classes, string got) =>
        Clause == clause && Profiles.Contains(profile) && classes.Contains(All) && (WhenAny.Count == 0 || (classes & Any).Bits != 0) && Pattern.IsMatch(got);

    private InputClasses All => _all ??= InputClassNames.Parse(When, $"waiver {Id}");

    private InputClasses Any => _any ??= InputClassNames.Parse(WhenAny, $"waiver {Id}");

    private Regex Pattern => _pattern ??= new Regex(Symptom, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private InputClasses? _all;
    private InputClasses? _any;
    private Regex? _pattern;
}
