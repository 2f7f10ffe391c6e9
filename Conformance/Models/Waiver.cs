using System.Text.RegularExpressions;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using YamlDotNet.Serialization;

namespace Conformance.Models;

/// <summary>
/// A known deviation: which clause, when, with which symptom, and the smallest history that shows it. Those of models/waivers are Linux's
/// own; those of a file of the author's (<see cref="WaiverFile"/>) may leave more out, and end.
/// </summary>
public sealed record Waiver
{
    /// <summary>In <see cref="Drivers"/>: every target that claims to be nd_pmem of a generation.</summary>
    public const string NdPmem = "nd_pmem";

    public required string Id { get; init; }

    /// <summary>The clause that is broken; a "*" at the end stands for anything.</summary>
    public required string Clause { get; init; }

    /// <summary>The entry of models/findings that it is a case of; a file of the user's own may leave it out.</summary>
    public string? Finding { get; init; }

    /// <summary>The profiles that have it; empty, in a file of the author's: any.</summary>
    public required List<string> Profiles { get; init; }

    /// <summary>The drivers that have it: names of the lab, a "*" at the end for anything, or <see cref="NdPmem"/>.</summary>
    public List<string> Drivers { get; init; } = [NdPmem];

    /// <summary>The targets that have it, by their text form; a "*" at the end stands for anything. With no drivers either: any.</summary>
    public List<string> Targets { get; init; } = [];

    /// <summary>The PAGE_SIZEs in bytes that have it; empty: any.</summary>
    public List<int> PageSizes { get; init; } = [];

    /// <summary>Regular expressions on the history as text, of which one must match; empty: no such condition.</summary>
    public List<string> Cases { get; init; } = [];

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

    /// <summary>The last day on which a waiver of the author's excuses anything; null: no end.</summary>
    [YamlIgnore]
    public DateOnly? Expires { get; init; }

    /// <summary>The author's file that it stands in; null for those of models/waivers.</summary>
    [YamlIgnore]
    public string? File { get; init; }

    /// <summary>Whether it is a deviation of nd_pmem, which the model shows too; else it is of named drivers alone.</summary>
    public bool IsOfNdPmem => Drivers.Contains(NdPmem);

    /// <summary>Whether it takes threads to show it.</summary>
    public bool Overlaps => Counterexample.Length > 0 && HistoryText.ParseHistory(Counterexample).Threads is not null;

    /// <summary>Whether a target of that profile is one that may deviate so.</summary>
    public bool AppliesTo(TargetDescription target, string profile) => OfProfile(profile)
        && (File is not null && Drivers.Count + Targets.Count == 0
            || IsOfNdPmem && target.Profile is not null
            || target.Driver is { } driver && Drivers.Exists(d => Names(d, driver))
            || Targets.Exists(t => Names(t, target.Name)));

    /// <summary>Whether it is of that clause.</summary>
    public bool Is(string clause) => Names(Clause, clause);

    /// <summary>Whether it excuses this break of its clause; without a history, as far as its other conditions say.</summary>
    public bool Excuses(string profile, string clause, InputClasses classes, string got, History? history = null) =>
        Concerns(profile, clause, classes, history) && Pattern.IsMatch(got);

    /// <summary>The same, whatever the symptom.</summary>
    public bool Concerns(string profile, string clause, InputClasses classes, History? history) =>
        Is(clause) && OfProfile(profile) && classes.Contains(All) && (WhenAny.Count == 0 || (classes & Any).Bits != 0)
        && (history is null || PageSizes.Count == 0 || PageSizes.Contains(history.Geometry.PageSize))
        && (history is null || Cases.Count == 0 || history.ToString() is var text && Histories.Any(c => c.IsMatch(text)));

    /// <summary>A name, or what one begins with and a "*".</summary>
    internal static bool Names(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == name;

    private bool OfProfile(string profile) => File is not null && Profiles.Count == 0 || Profiles.Contains(profile);

    /// <summary>The classes of <see cref="When"/>.</summary>
    internal InputClasses All => _all ??= InputClassNames.Parse(When, $"waiver {Id}");

    private InputClasses Any => _any ??= InputClassNames.Parse(WhenAny, $"waiver {Id}");

    private Regex Pattern => _pattern ??= Expression(Symptom);

    private Regex[] Histories => _histories ??= [.. Cases.Select(Expression)];

    /// <summary>One that takes time in proportion to the text, whatever it says.</summary>
    /// <exception cref="ArgumentException">it is none</exception>
    /// <exception cref="NotSupportedException">it looks around or back</exception>
    internal static Regex Expression(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private InputClasses? _all;
    private InputClasses? _any;
    private Regex? _pattern;
    private Regex[]? _histories;
}
