using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Tests;

/// <summary>
/// What the reference answers and what the contract says, in numbers and digests over histories that are always the same: when a row moves
/// and nobody meant it to, something that no property looks at has changed. Whether a row is right is for the properties to say.
/// </summary>
internal static class ReferenceTables
{
    private const int Generated = 150, SweepStep = 401, EveryOfMutant = 61;

    private static readonly ModelSet Models = ModelSet.Load();

    /// <summary>The smallest history that shows each of the wrong drivers: the committed kill matrix has it.</summary>
    private static readonly Dictionary<string, History> Smallest = File.ReadLines(Path.Join(Here(), "..", "..", "docs", EvidenceDocuments.Folder, PowerReport.Lines)).Skip(1)
        .Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(r => r.GetProperty("name").GetString()!, r => HistoryText.ParseHistory(r.GetProperty("smallest").GetString()!));

    public static IEnumerable<string> Profiles => Models.Profiles.Select(p => p.Name);

    public static IEnumerable<string> Areas => MutantLibrary.All.Where(m => !m.Races).Select(m => m.Area).Distinct();

    /// <summary>The model's answers of one generation, operation by operation.</summary>
    public static string Answers(string profile)
    {
        var model = new ReferenceDevice(Models.Profile(profile));
        using var target = new TargetFactory(Models).Open("mmap:", Models.Profile(profile), null, exact: true);
        var rows = OperationSpec.All.ToDictionary(s => s.Code, _ => new Row());
        foreach (var history in Corpus(target, profile, 1))
        {
            var outcomes = new Outcome[history.Operations.Length];
            model.Run(history, outcomes);
            for (var i = 0; i < outcomes.Length; i++) rows[history.Operations[i].Code].Add(KindOf(outcomes[i]), outcomes[i].ToString());
        }
        return Table("operation", OperationSpec.All.Select(s => (s.Name, rows[s.Code])));
    }

    /// <summary>What the contract says of the driver without a bug, clause by clause.</summary>
    public static string Right(string profile)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        using var target = MutantLibrary.Open(MutantLibrary.None, Models.Profile(profile));
        Hear(target, profile, [.. Corpus(target, profile, 1)], rows);
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>What the contract says of the drivers that are wrong in one area, clause by clause.</summary>
    public static string Verdicts(string area)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        var corpora = new Dictionary<string, History[]>();
        foreach (var mutant in MutantLibrary.All.Where(m => m.Area == area))
        {
            using var target = MutantLibrary.Open(mutant.Name, Models.Profile(mutant.Profile));
            if (!corpora.TryGetValue(mutant.Profile, out var corpus)) corpora.Add(mutant.Profile, corpus = [.. Corpus(target, mutant.Profile, EveryOfMutant)]);
            Hear(target, mutant.Profile, [Smallest[mutant.Name], .. corpus], rows);
        }
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>How everything is written and read.</summary>
    public static string Forms()
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        FormTable.Fill((what, became, words) => Of(rows, what).Add(became, words));
        return Table("form", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>What a run of a scope says of a driver by both oracles: translations are carried out and judged in a way of their own there.</summary>
    public static string Scope(string profile)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        // The walk of 7.2 over a table takes its time where a request reaches behind the last sector that there can be.
        foreach (var text in (string[])[profile == "7.2" ? "writes:pages=1" : "direct-access:pages=1", "calls:calls=2", "iomap:calls=1", "kmap:calls=3"])
        {
            using var target = new TargetFactory(Models).Open("mmap:", Models.Profile(profile), null, exact: true);
            var result = new Checker(new() { Target = target, Profile = Models.Profile(profile), Scope = Exhaustive.Scopes.Parse(text), Filter = ["DA-", "EX-", "KM-", "IM-", "LV-", "ZP-", "RW-", "CW-", "MM-"] }, Models).Run();
            foreach (var clause in result.Clauses.Where(c => c.Tally.Judged + c.Tally.NotObservable > 0)) Count(rows, clause.Id, clause.Tally);
        }
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>What calls that overlap are told, by the contract and by the model.</summary>
    public static string Threads(string profile)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        foreach (var name in (string[])["mmap:", .. MutantLibrary.All.Where(m => m.Races && m.Profile == profile).Select(m => $"mutant:{m.Name}")])
        {
            using var target = new TargetFactory(Models).Open(name, Models.Profile(profile), null, exact: name == "mmap:");
            var options = new CheckOptions { Target = target, Profile = Models.Profile(profile), Concurrent = true, Cases = 60 };
            var plan = new CasePlan(options, Models);
            using var examiner = new Examiner(options, Models);
            for (var n = 0L; n < plan.Count; n++) examiner.Examine(n, plan.HistoryAt(n), o => Of(rows, o.Clause).Add("broken", $"{o.Step} {o.Got}|{o.Allowed}|{o.Because}|{o.Waiver}"));
            foreach (var (clause, tally) in examiner.Tallies.Where(t => t.Value.Judged + t.Value.NotObservable > 0)) Count(rows, clause, tally);
        }
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>The area as a part of a file's name.</summary>
    public static string FileOf(string area) => area.Replace(",", "", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant();

    /// <summary>Adds what the contract says of a driver: every word of it is in the digest.</summary>
    private static void Hear(ITarget target, string profile, IReadOnlyList<History> corpus, SortedDictionary<string, Row> rows)
    {
        using var examiner = new Examiner(new() { Target = target, Profile = Models.Profile(profile), Oracle = Oracle.Contract }, Models);
        foreach (var history in corpus) examiner.Examine(0, history, o => Of(rows, o.Clause).Add("broken", $"{o.Step} {o.Got}|{o.Allowed}|{o.Because}|{o.Waiver}"));
        foreach (var (clause, tally) in examiner.Tallies.Where(t => t.Value.Judged + t.Value.NotObservable > 0)) Count(rows, clause, tally);
    }

    private static void Count(SortedDictionary<string, Row> rows, string clause, Tally tally)
    {
        var row = Of(rows, clause);
        row.Count("held", tally.Held);
        row.Count("not observable", tally.NotObservable);
        foreach (var (value, seen) in tally.Values) row.Count("free", seen.Count, value);
        row.Hash(tally.Classes.ToString());
    }

    private static Row Of(SortedDictionary<string, Row> rows, string name) => rows.TryGetValue(name, out var row) ? row : rows[name] = new();

    /// <summary>Edge cases, some of the sweep, some generated ones; every n-th of them.</summary>
    private static IEnumerable<History> Corpus(ITarget target, string profile, int every)
    {
        var plan = new CasePlan(new() { Target = target, Profile = Models.Profile(profile), Cases = Generated, SweepStep = SweepStep }, Models);
        for (var n = 0L; n < plan.Count; n += every) yield return plan.HistoryAt(n);
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static string KindOf(in Outcome outcome) => outcome.Kind != OutcomeKind.Answered ? outcome.Kind == OutcomeKind.NotObservable ? "not observable" : "not supported"
        : outcome.Seen.Has(Aspect.Fault) && outcome[Aspect.Fault] != 0 ? "faults"
        : outcome.Seen.Has(Aspect.Failed) && outcome[Aspect.Failed] != 0 ? "errors" : "answers";

    private static string Table(string what, IEnumerable<(string Name, Row Row)> rows)
    {
        var text = new StringBuilder($"{what}: how often what, and a digest of every word\n");
        foreach (var (name, row) in rows) text.Append(CultureInfo.InvariantCulture, $"{name}: {row}\n");
        return text.ToString();
    }

    private sealed class Row
    {
        private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Add(string kind, string words)
        {
            Count(kind, 1);
            Hash(words);
        }

        public void Count(string kind, long n, string words = "")
        {
            if (n > 0) _counts[kind] = _counts.GetValueOrDefault(kind) + n;
            Hash($"{words} {n}");
        }

        public void Hash(string words) => _hash.AppendData(Encoding.UTF8.GetBytes(words));

        public override string ToString() => $"{string.Join(", ", _counts.Select(c => $"{c.Value.ToString(CultureInfo.InvariantCulture)} {c.Key}"))}; {Convert.ToHexStringLower(_hash.GetCurrentHash().AsSpan(0, 8))}";
    }
}
