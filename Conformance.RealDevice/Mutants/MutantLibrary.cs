using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mutants;

/// <summary>The wrong drivers by name, each a <c>mutant:NAME</c> target: proof that the suite can fail.</summary>
public static class MutantLibrary
{
    private static readonly (Mutant Mutant, DriverParts Parts)[] Entries =
    [
        .. In("Translation", [.. TranslationMutants.All, .. PoisonMutants.All]),
        .. In("Guards and liveness", CoreMutants.All),
        .. In("Bad blocks", BadblocksMutants.All),
        .. In("Zeroing", ZeroMutants.All),
        .. In("Recovery", RecoveryMutants.All),
        .. In("Iteration and page offsets", IomapMutants.All),
        .. In("Copy on write", CowMutants.All),
        .. In("kmap, loads and stores", MemoryMutants.All),
        .. In("Files and the disk", FileMutants.All),
        .. In("Calls that overlap", RaceMutants.All.Select(e => (e.Item1 with { Races = true }, e.Item2))),
    ];

    /// <summary>The name of the driver without a bug, which every mutant is one bug away from.</summary>
    public const string None = "none";

    /// <summary>Everything that may stand behind "mutant:".</summary>
    public static IEnumerable<string> Names => All.Select(m => m.Name).Append(None);

    /// <summary>All of them, area by area.</summary>
    public static IReadOnlyList<Mutant> All { get; } = [.. Entries.Select(e => e.Mutant)];

    /// <exception cref="TargetException">there is no such mutant; names those there are</exception>
    public static ITarget Open(string name, Profile profile)
    {
        if (name == None) return new MappedTarget(profile, MutantParts.Right, $"mutant:{None}", "a mapped driver that honours every clause");
        var (mutant, parts) = Entries.FirstOrDefault(e => e.Mutant.Name == name);
        return mutant is not null
            ? new MappedTarget(profile, parts, $"mutant:{name}", $"a mapped driver that honours every clause but for one bug: {mutant.Says}")
            : throw new TargetException(Missing(name));
    }

    /// <summary>There is no mutant of that name; the nearest ones, and how to see all.</summary>
    public static string Missing(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var near = All.Where(m => name.Split('-').Any(w => w.Length > 3 && m.Name.Contains(w, StringComparison.Ordinal))).Select(m => m.Name).Take(5).ToArray();
        return $"there is no mutant '{name}': wanted one of the {All.Count} that 'daxspec list mutants' names{(near.Length == 0 ? "" : $", such as {string.Join(", ", near)}")}";
    }

    private static IEnumerable<(Mutant, DriverParts)> In(string area, IEnumerable<(Mutant Mutant, DriverParts Parts)> entries) => entries.Select(e => (e.Mutant with { Area = area }, e.Parts));
}
