using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>Every clause that a run can speak of: the contract's, the exact oracle's, and what a driver that is plugged in owes the harness.</summary>
public static class ClauseCatalog
{
    /// <summary>Clause ids of <see cref="Conduct"/>: this prefix and a number.</summary>
    public const string ConductPrefix = "PL-";

    private static readonly ClauseData[] OfConduct =
    [
        Owed(Conduct.ComesBack, "A call comes back", "signal(7): a crash of a driver in a kernel is an oops",
            "Does the driver follow a pointer that may be NULL: kaddr or pfn that the caller does not ask for?",
            "Does it look at pgoff and the count before it touches memory? What the harness maps ends with the resource, and a guard is behind.",
            "Does it throw, abort, or exit where a negative errno is due?"),
        Owed(Conduct.InTime, "A call comes back in time", "docs/protocol.md and docs/abi.md: the deadline, DAXSPEC_DEADLINE",
            "Does a loop count with fewer bits than what it counts to?",
            "Is standard output flushed behind every answer?"),
        Owed(Conduct.InForm, "An answer has the form of the protocol", "docs/protocol.md",
            "daxspec smoke shows every message, and which one is wrong.",
            "Does anything else print to standard output? Standard error is free."),
        Owed(Conduct.AsDeclared, "What is declared is there", "docs/protocol.md (members) and docs/abi.md (NULL members)",
            "A member that does not work is better not declared: it is shown as not supported then."),
    ];

    /// <summary>Clause ids of calls that overlap: this prefix and a number.</summary>
    public const string ConcurrencyPrefix = "CC-";

    public const string KillWaits = ConcurrencyPrefix + "01", Linearizable = ConcurrencyPrefix + "02", ComesBackTogether = ConcurrencyPrefix + "03";

    private static readonly ClauseData[] OfConcurrency =
    [
        Together(KillWaits, "kill_dax comes back when nobody is left inside", "kill_dax (drivers/dax/super.c): clears DAXDEV_ALIVE, then synchronize_srcu",
            "Is the alive bit cleared before the wait, and not after it?",
            "Does the wait end with the last of the sections that were open, and not with the first?"),
        Together(Linearizable, "Calls that overlap answer as if one came after the other", "struct badblocks: seqlock_t lock (include/linux/badblocks.h); dax_read_lock (drivers/dax/super.c)",
            "Does badblocks_check read again when a writer came in between (read_seqretry)?",
            "Do badblocks_set and badblocks_clear hold the lock from the first change to the last?",
            "Is anything that one call needs kept where another call finds it: a static buffer, a field of the device?",
            "Is what was checked still so when it is used?"),
        Together(ComesBackTogether, "Calls that overlap come back", "the same",
            "Is a lock given back on every path?", "Does a waiter see that what it waits for has come?"),
    ];

    /// <summary>All ids, in the order of reports.</summary>
    public static IEnumerable<string> Ids => [.. Clauses.All.Select(c => c.Id), .. OperationSpec.All.Select(s => Examiner.ExactPrefix + s.Name), .. OfConduct.Select(c => c.Id), .. OfConcurrency.Select(c => c.Id)];

    /// <summary>The clauses of conduct.</summary>
    public static IReadOnlyList<ClauseData> Owing => OfConduct;

    /// <summary>The clauses of calls that overlap.</summary>
    public static IReadOnlyList<ClauseData> Overlapping => OfConcurrency;

    public static string IdOf(Conduct conduct) => OfConduct[(int)conduct].Id;

    /// <exception cref="ModelException">there is no such clause</exception>
    public static ClauseData Find(ModelSet models, string id)
    {
        if (id.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal)) return OfTheModel(id);
        if (id.StartsWith(ConcurrencyPrefix, StringComparison.Ordinal)) return Array.Find(OfConcurrency, c => c.Id == id)!;
        return id.StartsWith(ConductPrefix, StringComparison.Ordinal) ? Array.Find(OfConduct, c => c.Id == id)! : models.Clause(id);
    }

    private static ClauseData OfTheModel(string id)
    {
        var operation = id[Examiner.ExactPrefix.Length..];
        return new()
        {
            Id = id,
            Sentence = $"{operation} answers as the model does, bit for bit",
            Source = "the executable model, Conformance.Reference",
            Level = Level.Required,
            Needs = [$"{operation}: any aspect"],
            Check = [$"daxspec ask {operation} shows the model's answer for any device"],
        };
    }

    private static ClauseData Together(string id, string sentence, string source, params string[] check) =>
        new() { Id = id, Sentence = sentence, Source = source, Level = Level.Required, Check = [.. check] };

    private static ClauseData Owed(Conduct conduct, string sentence, string source, params string[] check) =>
        new() { Id = $"{ConductPrefix}{(int)conduct + 1:00}", Sentence = sentence, Source = source, Level = Level.Required, Check = [.. check] };
}
