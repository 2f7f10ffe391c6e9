using System.Collections.Immutable;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Models;

/// <summary>Everything that models/ says, read once.</summary>
public sealed class ModelSet
{
    /// <summary>The profile of the documents themselves, which is no kernel's.</summary>
    public const string Documents = "documents";

    private static readonly Lazy<ModelSet> Shared = new(() => new ModelSet());

    private ModelSet()
    {
        Profiles = [.. ModelFiles.Read<Profile>("kernels").Select(f => f.Value).OrderBy(p => p.Name == Documents ? 0 : 1).ThenBy(p => Release(p.Name))];
        Clauses = [.. ModelFiles.Read<List<ClauseData>>("contract").SelectMany(f => f.Value)];
        Devices = [.. ModelFiles.Read<List<DeviceEntry>>("devices").SelectMany(f => f.Value).Select(d => new NamedDevice(d.Name, d.Says, Geometry(d.Name, d.Device)))];
        EdgeCases = [.. ModelFiles.Read<List<EdgeCaseEntry>>("edge-cases").SelectMany(f => f.Value.Select(e => Resolve(Path.GetFileNameWithoutExtension(f.File), e)))];
        Findings = [.. ModelFiles.Read<List<KnownFinding>>("findings").SelectMany(f => f.Value)];
        Waivers = [.. ModelFiles.Read<List<Waiver>>("waivers").SelectMany(f => f.Value)];
    }

    public static ModelSet Load() => Shared.Value;

    public ImmutableArray<Profile> Profiles { get; }

    public ImmutableArray<ClauseData> Clauses { get; }

    public ImmutableArray<NamedDevice> Devices { get; }

    public ImmutableArray<EdgeCase> EdgeCases { get; }

    public ImmutableArray<Waiver> Waivers { get; }

    public ImmutableArray<KnownFinding> Findings { get; }

    public ClauseData Clause(string id) => Clauses.FirstOrDefault(c => c.Id == id) ?? throw new ModelException($"models/contract has no clause {id}");

    /// <exception cref="ModelException">no such profile; names those there are</exception>
    public Profile Profile(string name) => Profiles.FirstOrDefault(p => p.Name == name)
        ?? throw new ModelException($"there is no profile '{name}': wanted one of {string.Join(", ", Profiles.Select(p => p.Name))}");

    /// <summary>Reads a device as text or, behind '@', by name.</summary>
    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public Geometry Device(string text) => !text.StartsWith('@') ? HistoryText.ParseGeometry(text)
        : Devices.FirstOrDefault(d => d.Name == text[1..].Trim())?.Geometry ?? throw new FormatException($"there is no device '{text}': wanted one of {string.Join(", ", Devices.Select(d => "@" + d.Name))}, or fields such as page=4096 size=32768");

    private EdgeCase Resolve(string family, EdgeCaseEntry entry)
    {
        try
        {
            var bar = entry.History.IndexOf('|', StringComparison.Ordinal);
            if (bar < 0 || !entry.History.StartsWith('@')) return new(family, entry.Name, HistoryText.ParseHistory(entry.History));
            return new(family, entry.Name, HistoryText.ParseHistory($"{Device(entry.History[..bar].Trim())} {entry.History[bar..]}"));
        }
        catch (FormatException e)
        {
            throw new ModelException($"models/edge-cases/{family}.yaml: '{entry.Name}': {e.Message}", e);
        }
    }

    private static Geometry Geometry(string name, string text)
    {
        try
        {
            return HistoryText.ParseGeometry(text);
        }
        catch (FormatException e)
        {
            throw new ModelException($"models/devices: '{name}': {e.Message}", e);
        }
    }

    private static Version Release(string name) => Version.TryParse(name, out var version) ? version : new Version(0, 0);

    internal sealed record DeviceEntry
    {
        public required string Name { get; init; }
        public required string Says { get; init; }
        public required string Device { get; init; }
    }

    internal sealed record EdgeCaseEntry
    {
        public required string Name { get; init; }
        public required string History { get; init; }
    }
}
