using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>
/// The start of a real device's resource, before its data area, holds what its driver keeps there (the info block, struct pages) and
/// not the zeros of docs/histories.md. A page offset that wraps reaches it: what is read there is not part of an answer.
/// </summary>
internal static class Metadata
{
    /// <summary>Takes such contents out of the outcomes of a history.</summary>
    public static void Hide(History history, Span<Outcome> outcomes)
    {
        var geometry = history.Geometry;
        if (geometry.DataOffset == 0) return;
        var hidden = false;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var operation = history.Operations[i];
            if (operation.Code is OpCode.dax_direct_access or OpCode.pmem_dax_direct_access && outcomes[i][Aspect.Kaddr] < geometry.DataOffset) Forget(ref outcomes[i], Aspect.Contents);
            if (operation.Code == OpCode.copy_cow_page_dax && outcomes[i].Has(Aspect.Cow)) hidden = IsBeside(geometry, operation);
            if (hidden) Forget(ref outcomes[i], Aspect.Cow);
        }
    }

    /// <summary>The page that is copied is none of the data area.</summary>
    private static bool IsBeside(Geometry geometry, Operation copy) =>
        unchecked(copy[1] + (copy[0] & ~((ulong)geometry.PageSize - 1)) - copy[2]) >> geometry.PageShift >= geometry.Pages;

    private static void Forget(ref Outcome outcome, Aspect aspect) => outcome.Restrict(outcome.Seen.Without(aspect));
}
