using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>One call on a described device after some other calls, perhaps with arguments left open: what "daxspec ask" is about.</summary>
/// <param name="Spec">the function that is called</param>
/// <param name="Arguments">one value for each of its arguments; the default where it is not named</param>
/// <param name="Named">the arguments that the asker named, in the function's order</param>
/// <param name="Geometry">the device</param>
/// <param name="Before">what happened to the device before</param>
public sealed record Question(OperationSpec Spec, ImmutableArray<ulong> Arguments, ImmutableArray<string> Named, Geometry Geometry, ImmutableArray<Operation> Before)
{
    /// <summary>The two arguments that a table is spread over, where a function has both.</summary>
    public const string RowArgument = "pgoff", ColumnArgument = "nr_pages";

    public Operation Operation => new(Spec.Code, Arguments.AsSpan());

    public History History => new(Geometry, [.. Before, Operation]);

    /// <summary>Index of the call in <see cref="History"/>.</summary>
    public int Step => Before.Length;

    /// <summary>The call with every argument that is named or not at its default: "dax_direct_access pgoff=0 nr_pages=2".</summary>
    public string Call => string.Join(' ', Spec.Args
        .Where((a, i) => Named.Contains(a.Name) || Arguments[i] != HistoryText.Default(a))
        .Select(a => $"{a.Name}={HistoryText.Value(a, Value(a.Name))}").Prepend(Spec.Name));

    /// <summary>The function has both arguments of a table.</summary>
    public bool HasTable => Index(RowArgument) >= 0 && Index(ColumnArgument) >= 0;

    /// <summary>Enough is named for one answer: both arguments of a table, otherwise any argument, or there are none.</summary>
    public bool IsComplete => HasTable ? Named.Contains(RowArgument) && Named.Contains(ColumnArgument) : Spec.Args.IsEmpty || !Named.IsEmpty;

    /// <summary>Position of an argument; negative: the function does not have it.</summary>
    public int Index(string argument) => Spec.Args.IndexOf(Spec.Args.FirstOrDefault(a => a.Name == argument));

    /// <summary>The value of an argument; 0 where the function does not have it.</summary>
    public ulong Value(string argument) => Index(argument) is >= 0 and var i ? Arguments[i] : 0;

    /// <summary>The same question with another value of an argument that the function has.</summary>
    public Question With(string argument, ulong value) => this with { Arguments = Arguments.SetItem(Index(argument), value) };
}
