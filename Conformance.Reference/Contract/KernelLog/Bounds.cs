using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;
using static Conformance.Reference.Contract.InputClass;

namespace Conformance.Reference.Contract.KernelLog;

/// <summary>Which requests an operation's documentation rules out: a kernel may complain about those.</summary>
internal static class Bounds
{
    /// <summary>
    /// Classes that no correct caller asks for: counts that are not positive or do not fit the device or their type, a table without
    /// the member, a range off its page, a mapping that is none, a nesting that is not one. A broken clear-poison command is here
    /// too: that a driver says so is its duty.
    /// </summary>
    private static readonly InputClasses Outside = InputClasses.Of(
        NullDevice, AbsentMember, NullTable, NoWholePage, AtEnd, BeyondEnd, PgoffWraps, CountZero, CountNegative, CountOverEnd, CountTypeLimit,
        Unaligned, SectorLimit, TableCrowded, ClearFails, ClearNone, ClearPartial, MapOffPosition, ProcessedOver, KmapMisuse, KmapFull);

    public static ReadOnlySpan<OpCode> EveryOperation => Enum.GetValues<OpCode>();

    /// <summary>The step asks for nothing that is ruled out.</summary>
    public static bool AreKept(Step step)
    {
        if ((InputClassifier.Classify(step) & Outside).Bits != 0) return false;
        return step.Operation.Code switch
        {
            OpCode.iomap_start => step.Operation.Signed(0) >= 0 && step.Operation[1] <= long.MaxValue - step.Operation[0],
            // A mapping that is stale when it is handed out is none; it becomes stale while it is held.
            OpCode.iomap_iter => (step.Operation[5] & Iteration.StaleFlag) == 0 && step.Call is not (IterationCall.Outside or IterationCall.Empty or IterationCall.Over),
            OpCode.dax_read_unlock => step.State.Liveness.Readers > 0,
            OpCode.cow_store => step.State.PrivatePage.Exists,
            _ => true,
        };
    }
}
