using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>An earlier direct_access and its answer, for relations between answers.</summary>
public readonly record struct AnsweredTranslation
{
    public required OpCode Code { get; init; }

    public required ulong Pgoff { get; init; }

    public required long NrPages { get; init; }

    public required bool Recovery { get; init; }

    public required bool WantsKaddr { get; init; }

    public required bool WantsPfn { get; init; }

    public required long Result { get; init; }

    /// <summary>Bytes from the start of the resource; null where it was not seen.</summary>
    public required ulong? Kaddr { get; init; }

    /// <summary>Page frame number; null where it was not seen.</summary>
    public required ulong? Pfn { get; init; }

    /// <summary>The answer counts pages of the device, none of them known to be bad: others may be measured by it.</summary>
    public required bool IsSound { get; init; }

    public required int Step { get; init; }

    /// <summary>Pages of a sound answer; 0 for an error.</summary>
    public ulong Pages => Result > 0 && IsSound ? (ulong)Result : 0;

    /// <summary>The page lies in this answer, behind its first page.</summary>
    public bool Holds(ulong pgoff) => pgoff > Pgoff && pgoff - Pgoff < Pages;
}
