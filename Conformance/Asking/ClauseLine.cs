using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>A clause as an answer cites it.</summary>
/// <param name="Id">"DA-09"</param>
/// <param name="Level">"required", "any of" or "free", and since or until when</param>
/// <param name="Sentence">the clause's name</param>
/// <param name="Source">where it is written, or what implies it</param>
public sealed record ClauseLine(string Id, string Level, string Sentence, string Source)
{
    public static ClauseLine Of(ModelSet models, string id)
    {
        var clause = models.Clause(id);
        var level = clause.Level switch { Reference.Contract.Level.AnyOf => "any of", Reference.Contract.Level.Unconstrained => "free", _ => "required" };
        return new(id, $"{level}{(clause.Since is null ? "" : $", since {clause.Since}")}{(clause.Until is null ? "" : $", until {clause.Until}")}", clause.Sentence, clause.Source);
    }

    /// <summary>Every clause that speaks of an operation.</summary>
    public static IEnumerable<ClauseLine> Concerning(ModelSet models, OpCode code) =>
        Clauses.All.Where(c => c.Concerns.Contains(code)).Select(c => c.Id).Order(StringComparer.Ordinal).Select(id => Of(models, id));

    public IEnumerable<string> Lines() => TextLines.Wrap($"  {Id}  ", $"{Sentence} ({Level})");
}
