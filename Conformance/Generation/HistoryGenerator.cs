using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Generation;

/// <summary>Decodes one history from <see cref="Choices"/>: a device, then operations of one theme with edge values and metamorphic echoes.</summary>
public sealed class HistoryGenerator
{
    /// <summary>The most operations that are drawn; echoes come on top.</summary>
    public const int MaxOperations = 8;

    private readonly Geometry? _fixed;
    private readonly ulong _fixedPages;
    private readonly ImmutableArray<int> _shifts;
    private readonly bool _takesPoison;
    private readonly ImmutableArray<ImmutableArray<OpCode>> _themes;

    public HistoryGenerator(TargetDescription target)
    {
        _fixed = target.Fixed;
        _fixedPages = target.FixedPages;
        _shifts = target.PageShifts;
        _takesPoison = target.TakesPoison;
        _themes = [.. Themes.All.Select(t => t.Where(code => !target.Observes(code).IsEmpty).ToImmutableArray()).Where(t => !t.IsEmpty)];
        if (_themes.IsEmpty) throw new TargetException($"{target.Name} carries out none of the operations: there is nothing to check");
    }

    public History Next(ref Choices choices)
    {
        var geometry = _fixed is null ? GeometryGenerator.Next(ref choices, _shifts) : !_takesPoison ? _fixed : GeometryGenerator.Poison(ref choices, _fixed, _fixedPages);
        var theme = _themes[choices.Below(_themes.Length)];
        var count = 1 + choices.Below(choices.OneIn(4) ? MaxOperations : 4);
        var operations = ImmutableArray.CreateBuilder<Operation>(count * 2);
        for (var i = 0; i < count; i++)
        {
            var operation = Draw(ref choices, theme[choices.Below(theme.Length)], geometry);
            operations.Add(operation);
            if (choices.OneIn(2) && Echo(ref choices, operation) is { } echo) operations.Add(echo);
        }
        return new(geometry, operations.ToImmutable());
    }

    private static Operation Draw(ref Choices choices, OpCode code, Geometry geometry)
    {
        var args = OperationSpec.For(code).Args;
        Span<ulong> values = stackalloc ulong[args.Length];
        for (var i = 0; i < args.Length; i++) values[i] = ArgumentGenerator.Next(ref choices, code, args[i], geometry);
        return new(code, values);
    }

    /// <summary>The same question in another form, so that metamorphic clauses have pairs to compare.</summary>
    private static Operation? Echo(ref Choices choices, Operation operation)
    {
        if (operation.Code is not (OpCode.dax_direct_access or OpCode.pmem_dax_direct_access))
            return operation.Code is OpCode.badblocks_check or OpCode.load or OpCode.dax_iomap_pgoff ? operation : null;
        var (pgoff, nr) = (operation[0], operation.Signed(1));
        return choices.Below(5) switch
        {
            0 => operation,
            1 when nr > 1 => operation.With(1, (ulong)nr - 1),
            2 when nr > 1 => operation.With(0, unchecked(pgoff + 1)).With(1, (ulong)nr - 1),
            3 => operation.With(3, operation[3] ^ 1),
            _ => operation.With(4, operation[4] ^ 1),
        };
    }
}
