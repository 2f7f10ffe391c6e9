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

    /// <summary>All ids, in the order of reports.</summary>
    public static IEnumerable<string> Ids => [.. Clauses.All.Select(c => c.Id), .. OperationSpec.All.Select(s => Examiner.ExactPrefix + s.Name), .. OfConduct.Select(c => c.Id)];

    /// <summary>The clauses of conduct.</summary>
    public static IReadOnlyList<ClauseData> Owing => OfConduct;

    public static string IdOf(Conduct conduct) => OfConduct[(int)conduct].Id;

    /// <exception cref="ModelException">there is no such clause</exception>
    public static ClauseData Find(ModelSet models, string id)
    {
        if (id.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal)) return OfTheModel(id);
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

    private static ClauseData Owed(Conduct conduct, string sentence, string source, params string[] check) =>
        new() { Id = $"{ConductPrefix}{(int)conduct + 1:00}", Sentence = sentence, Source = source, Level = Level.Required, Check = [.. check] };
}
