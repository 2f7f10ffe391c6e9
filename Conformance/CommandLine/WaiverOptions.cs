using System.CommandLine;
using System.Globalization;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>Waivers of the author's own, and the day by which they expire. The clock is asked here and nowhere below.</summary>
internal static class WaiverOptions
{
    public const string DayForm = "yyyy-MM-dd";

    public static Option<string[]> Files() => new("--waivers") { HelpName = "FILE", Description = "known deviations of your own (docs/waivers.md): what they excuse does not fail the run, one that is out of order does (exit code 2); may be repeated" };

    public static Option<string?> Today() => new("--today") { HelpName = "YYYY-MM-DD", Description = "the day by which waivers expire (default: today, UTC); the same day gives the same reports" };

    /// <exception cref="UsageException">it is no day</exception>
    public static DateOnly Day(string? text, string option = "--today") => text is null ? DateOnly.FromDateTime(DateTime.UtcNow)
        : DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"{option} {text}: wanted a day, YYYY-MM-DD, for instance 2026-12-31");

    /// <summary>The waivers of all files, in their order.</summary>
    /// <exception cref="UsageException">a file is not there</exception>
    /// <exception cref="FormatException">a file is malformed: line and column</exception>
    /// <exception cref="StaleWaiverException">a waiver has no link, or is of a clause, kernel or driver that there is not</exception>
    public static IReadOnlyList<Waiver> Read(IReadOnlyList<string> files, ModelSet models)
    {
        var all = new List<Waiver>();
        foreach (var file in files)
        {
            if (!File.Exists(file)) throw new UsageException($"--waivers {file}: no such file; 'daxspec waive TOKEN --link URL --file {file}' writes one");
            foreach (var waiver in WaiverFile.Parse(file, File.ReadAllText(file)))
            {
                if (all.Find(w => w.Id == waiver.Id) is { } other) throw new FormatException($"{file}: found a second waiver '{waiver.Id}', the first is in {other.File}; wanted an id of its own for each; do: rename one of them");
                if (models.Waivers.Any(w => w.Id == waiver.Id)) throw new FormatException($"{file}: found waiver '{waiver.Id}', which is a known deviation of Linux (models/waivers); wanted an id of its own; do: rename it");
                all.Add(waiver);
            }
        }
        var problems = all.SelectMany(w => Problems(w, models).Select(p => $"{w.File}: waiver {w.Id}: {p}")).ToArray();
        return problems.Length == 0 ? all : throw new StaleWaiverException(string.Join("\ndaxspec: ", problems));
    }

    private static IEnumerable<string> Problems(Waiver waiver, ModelSet models)
    {
        var clauses = models.Clauses.Select(c => c.Id).Concat(OperationSpec.All.Select(s => Examiner.ExactPrefix + s.Name)).Where(waiver.Is).ToArray();
        if (waiver.Link.Length == 0) yield return "found no link; wanted where the defect is written down; do: add link: URL";
        if (clauses.Length == 0) yield return $"found clause {waiver.Clause}, which there is not; wanted one of 'daxspec list clauses'; do: correct or remove it";
        if (clauses.Length > 0 && waiver.When.Count + waiver.WhenAny.Count > 0 && clauses.All(c => c.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal)))
            yield return $"found input classes for {waiver.Clause}; wanted none, the exact model does not tell them; do: use cases in place of when";
        foreach (var profile in waiver.Profiles.Where(p => !models.Profiles.Any(m => m.Name == p)))
            yield return $"found kernel '{profile}', which there is not; wanted one of {string.Join(", ", models.Profiles.Select(p => p.Name))}; do: correct or remove it";
        foreach (var driver in waiver.Drivers.Where(d => d != Waiver.NdPmem && !d.Contains('/', StringComparison.Ordinal) && !LabDrivers.All.Any(l => Waiver.Names(d, l.Name))))
            yield return $"found driver '{driver}', which there is not; wanted one of {string.Join(", ", LabDrivers.All.Select(d => d.Name))}, or targets; do: correct or remove it";
        foreach (var target in waiver.Targets.Where(t => !IsTarget(t)))
            yield return $"found target '{target}', which there is not; wanted one of {string.Join(", ", TargetFactory.Forms.Select(f => f.Form))}, a * at its end for anything; do: correct or remove it";
    }

    private static bool IsTarget(string pattern)
    {
        if (pattern.StartsWith("mutant:", StringComparison.Ordinal)) return MutantLibrary.Names.Any(m => Waiver.Names(pattern, $"mutant:{m}"));
        var kind = pattern.Split(':')[0];
        return pattern.Contains(':', StringComparison.Ordinal) ? TargetFactory.Forms.Any(f => f.Form.StartsWith(kind + ":", StringComparison.Ordinal))
            : pattern.EndsWith('*') && TargetFactory.Forms.Any(f => Waiver.Names(pattern, f.Form));
    }
}
