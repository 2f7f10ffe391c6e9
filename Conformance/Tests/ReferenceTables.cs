using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Contract;
using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;
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
        using var model = new ReferenceDevice(Models.Profile(profile));
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

    /// <summary>The model's answers to what files, disks and dax_supported are asked, one device at a time; and translations, asked by the thousand and one by one.</summary>
    public static string Files(string profile)
    {
        using var model = new ReferenceDevice(Models.Profile(profile));
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        foreach (var device in FileDevices)
            foreach (var dead in (bool[])[false, true])
                foreach (var call in FileCalls)
                {
                    Operation[] calls = dead ? [new(OpCode.kill_dax), call, new(OpCode.run_dax), new(OpCode.dax_alive)] : [call, call, Operation.Load(0), new(OpCode.dax_read_unlock)];
                    var outcomes = new Outcome[calls.Length];
                    model.Run(new(HistoryText.ParseGeometry(device), [.. calls]), outcomes);
                    Of(rows, call.Spec.Name).Add(KindOf(outcomes[dead ? 1 : 0]), string.Join("; ", outcomes));
                }
        foreach (var device in FileDevices)
        {
            var geometry = HistoryText.ParseGeometry(device);
            var calls = AccessCalls.ToArray();
            var answers = new AccessAnswer[calls.Length];
            if (!model.Become(geometry)) continue;
            model.Translate(calls, answers);
            for (var i = 0; i < calls.Length; i++)
            {
                var outcome = new Outcome[1];
                model.Run(new(geometry, [calls[i].ToOperation()]), outcome);
                Of(rows, "translation").Add(AccessAnswer.Of(outcome[0]) == answers[i] ? "alike" : "otherwise", answers[i].ToOutcome(calls[i]).ToString());
            }
        }
        return Table("operation", rows.Select(r => (r.Key, r.Value)));
    }

    private static readonly string[] FileDevices = ["page=4096 size=12288", "page=4096 size=12288 bad=8+1", "page=4096 size=12288 bad=0+1,23+1? sync=0", "page=4096 size=4608 data_offset=512", "page=4096 size=8192 ops=none", "page=4096 size=8193 pfn_pad=1", "page=4096 size=4096 pfn_pad=4096", "page=16384 size=32768 bad=40+1 clear=0",
        // A write meets poison twice, and more than one command is needed to clear it, or none clears it.
        "page=4096 size=24576 bad=8+1,25+2", "page=4096 size=24576 bad=8+1,25+2 clear=512", "page=4096 size=24576 bad=8+1,25+2 clear=-EIO"];

    private static IEnumerable<Operation> FileCalls =>
    [
        .. from pgoff in (ulong[])[0, 1, 2, 3, ulong.MaxValue] from write in (bool[])[false, true] from shared in (bool[])[false, true] select Operation.Fault(pgoff, write, !shared),
        .. from pgoff in (ulong[])[0, 1, 2, 3] from offset in (ulong[])[0, 1, 4095] from bytes in (ulong[])[0, 1, 4096, 8192, 12288, ulong.MaxValue] select Operation.Read(pgoff, offset, bytes),
        .. from pgoff in (ulong[])[0, 1, 2, 3] from offset in (ulong[])[0, 1, 4095] from bytes in (ulong[])[0, 1, 4096, 8192, 12288, 20480] select Operation.Write(pgoff, offset, bytes, 7),
        Operation.Write(ulong.MaxValue >> 1, 0, 1, 7), Operation.Read(ulong.MaxValue >> 1, 0, 1),
        .. from sector in (ulong[])[0, 7, 8, 23, 24, 1UL << 55] from sectors in (ulong[])[0, 1, 8, 24, 25] select Operation.ReadDirect(sector, sectors),
        .. from sector in (ulong[])[0, 7, 8, 23, 24] from sectors in (ulong[])[0, 1, 8, 24] select Operation.WriteDirect(sector, sectors, 9),
        .. from size in (ulong[])[512, 4096, 8192, 16384] from start in (ulong[])[0, 1, 8, 16] from sectors in (ulong[])[0, 1, 8, 15, 16, 24] select new Operation(OpCode.dax_supported, size, start, sectors),
        .. from offset in (ulong[])[0, 1, 4095] from bytes in (ulong[])[0, 1, 4096, 4097] from mapping in (int[])[0, 1] select Operation.Store(1, offset, bytes, 5, mapping),
        new(OpCode.map_sync), new(OpCode.alloc_dax), Operation.RecoveryWrite(1, 0, 4096, 3), Operation.RecoveryWrite(1, 512, 100, 3), Operation.ZeroPageRange(0, 3), Operation.ZeroPageRange(2, 2), Operation.BadblocksSet(0, 24), Operation.BadblocksClear(8, 8),
    ];

    private static IEnumerable<AccessCall> AccessCalls =>
        from wrapper in (bool[])[true, false]
        from pgoff in (ulong[])[0, 1, 2, 3, 1UL << 52, ulong.MaxValue]
        from count in (long[])[-1, 0, 1, 2, 3, 1L << 29, long.MaxValue]
        from mode in (ulong[])[0, 1]
        from outputs in (int[])[0, 1, 2, 3]
        select new AccessCall(wrapper, pgoff, count, mode, (outputs & 1) != 0, outputs > 1);

    /// <summary>What the contract says of the driver without a bug, clause by clause.</summary>
    public static string Right(string profile)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        using var target = MutantLibrary.Open(MutantLibrary.None, Models.Profile(profile));
        Hear(ByContract(target, profile), Corpus(target, profile, 1), rows);
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
            Hear(ByContract(target, mutant.Profile), corpus.Prepend(Smallest[mutant.Name]), rows);
        }
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>What the contract says of answers that no driver here gives, clause by clause.</summary>
    public static string Forged(string profile)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        ForgedAnswers.Fill(Models.Profile(profile), Models.EdgeCases.Select(e => e.History).Concat(Smallest.Values), (clause, verdict, words) => Of(rows, clause).Add(verdict, words));
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>How everything is written and read; and badblocks tables, call by call.</summary>
    public static string Forms()
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        FormTable.Fill((what, became, words) => Of(rows, what).Add(became, words));
        BadblocksTableRows.Fill((what, became, words) => Of(rows, what).Add(became, words));
        return Table("form", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>What a run of a scope says of a driver by both oracles: translations are carried out and judged in a way of their own there.</summary>
    public static string Scope(string profile)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        foreach (var text in (string[])["direct-access:pages=1", .. profile == "7.2" ? ["writes:pages=1"] : Array.Empty<string>(), "calls:calls=2", "iomap:calls=1", "kmap:calls=3"])
        {
            using var target = new TargetFactory(Models).Open("mmap:", Models.Profile(profile), null, exact: true);
            var result = new Checker(new() { Target = target, Profile = Models.Profile(profile), Scope = Exhaustive.Scopes.Parse(text) }, Models).Run();
            foreach (var clause in result.Clauses.Where(c => c.Tally.Judged + c.Tally.NotObservable > 0)) Count(rows, clause.Id, clause.Tally);
        }
        Situations(Models.Profile(profile), Of(rows, "situation"));
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>Which questions to which records are taken for the same: each situation is told by the number that it came with.</summary>
    private static void Situations(Profile profile, Row row)
    {
        var (numbers, poison) = (new Dictionary<AccessSituation, int>(), new RecordedPoison());
        foreach (var pageShift in (int[])[12, 14])
            foreach (var bad in (string[])["", "0+1", "7+1?", "8+1", "0+1,9+1?", "15+2", "8+24", "8+1?,24+8", "31+1", "32+200", "0+513", "18014398509481983+9",
                // More than a table holds: nothing is certain of these sectors, or of any.
                "8+400000", "0+400000", "18014398509481983+400000"])
            {
                var device = HistoryText.ParseHistory($"page={1 << pageShift} size={4 << pageShift} {(bad.Length == 0 ? "" : $"bad={bad}")} | dax_alive").Geometry;
                poison.Reset(device, profile);
                for (var pgoff = 0UL; pgoff < 4; pgoff++)
                    for (var asked = 0UL; asked <= 4 - pgoff; asked++)
                    {
                        var situation = AccessSituation.Of(poison, device, pgoff, asked);
                        numbers.TryAdd(situation, numbers.Count);
                        row.Add("asked", $"{bad} {pgoff} {asked}: {numbers[situation]}");
                    }
            }
        row.Count("told apart", numbers.Count);
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
            Hear(options, Enumerable.Range(0, (int)plan.Count).Select(n => plan.HistoryAt(n)), rows);
        }
        return Table("clause", rows.Select(r => (r.Key, r.Value)));
    }

    /// <summary>The area as a part of a file's name.</summary>
    public static string FileOf(string area) => area.Replace(",", "", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant();

    private static CheckOptions ByContract(ITarget target, string profile) => new() { Target = target, Profile = Models.Profile(profile), Oracle = Oracle.Contract };

    /// <summary>Adds what is said of a driver: every word of it is in the digest.</summary>
    private static void Hear(CheckOptions options, IEnumerable<History> corpus, SortedDictionary<string, Row> rows)
    {
        using var examiner = new Examiner(options, Models);
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
        : outcome[Aspect.Fault] != 0 ? "faults"
        : outcome[Aspect.Failed] != 0 ? "errors" : "answers";

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
