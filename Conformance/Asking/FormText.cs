using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>A function's form: its arguments, what is observed of it, and the clauses that speak of it.</summary>
internal static class FormText
{
    public static IEnumerable<string> Lines(ModelSet models, OperationSpec spec)
    {
        yield return spec.Args.IsEmpty ? spec.Name : $"{spec.Name} {string.Join(' ', spec.Args.Select(a => a.Name + "="))}";
        var arguments = spec.Args.Select(ArgumentLine.Of).ToArray();
        var width = arguments.Select(a => a.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var argument in arguments)
            foreach (var line in TextLines.Wrap($"  {argument.Name.PadRight(width)}  ", argument.Kind + (argument.Default == "0" ? "" : $"; {argument.Default} when left out"))) yield return line;
        foreach (var line in TextLines.Wrap("  observed: ", string.Join(", ", spec.Observable.Items.Select(DataName.Of)))) yield return line;
        yield return "";
        var clauses = ClauseLine.Concerning(models, spec.Code).ToArray();
        yield return clauses.Length == 0 ? "No clause of the contract speaks of it." : "The clauses that speak of it";
        foreach (var clause in clauses)
            foreach (var line in clause.Lines()) yield return line;
    }
}
