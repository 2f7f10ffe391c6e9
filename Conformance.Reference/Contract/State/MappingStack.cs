using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>The kmap_atomic mappings that are held, innermost last.</summary>
public sealed class MappingStack
{
    /// <summary>Mappings that one task may hold: KM_MAX_IDX (include/linux/highmem-internal.h).</summary>
    public const int Deepest = 16;

    private readonly List<ulong> _held = [];
    private ulong _next;

    public int Depth { get; private set; }

    /// <summary>It is known which mappings are held.</summary>
    public bool IsKnown => Depth == _held.Count;

    /// <summary>The call unmaps the innermost mapping by its address.</summary>
    public bool IsProper(in Operation unmap) => Depth > 0 && IsKnown && unmap[0] == _held[^1] && unmap[1] == 0;

    public void Reset()
    {
        _held.Clear();
        (_next, Depth) = (0, 0);
    }

    public void Follow(Step step)
    {
        var done = !step.Sees(Aspect.Result) || step.Result >= 0;
        var expected = Depth;
        if (step.Operation.Code == OpCode.kmap_atomic)
        {
            if (done && (step.Sees(Aspect.Result) || Depth < Deepest))
            {
                expected++;
                _held.Add(step.Sees(Aspect.Result) ? (ulong)step.Result : _next);
                _next = _held[^1] + 1;
            }
        }
        else if (done && Depth > 0)
        {
            expected--;
            if (!_held.Remove(step.Operation[0]) && _held.Count > 0) _held.RemoveAt(_held.Count - 1);
        }
        Depth = step.Sees(Aspect.Depth) ? (int)Math.Min(step.Outcome[Aspect.Depth], int.MaxValue) : expected;
    }
}
