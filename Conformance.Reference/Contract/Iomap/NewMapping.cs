namespace Conformance.Reference.Contract.Iomap;

/// <summary>When an iomap_iter call has to hand a new mapping to the body.</summary>
internal static class NewMapping
{
    /// <summary>The call asks iomap_begin, and that does not fail; the position it is asked for in bytes.</summary>
    public static bool IsDue(Step step, out ulong position)
    {
        position = step.State.Iteration.Position + (step.Call == IterationCall.Next ? step.Operation[0] : 0);
        return AsksForOne(step.Call) && step.Operation[1] == 0;
    }

    public static bool AsksForOne(IterationCall call) => call is IterationCall.First or IterationCall.Next or IterationCall.Again;
}
