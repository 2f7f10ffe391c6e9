using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

/// <summary>That the records are gone is what later steps tell.</summary>
public sealed class A_direct_write_clears_its_sectors() : Clause("US-11", OpCode.write_direct)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (write.Refused || write.Inside == 0 || !write.Poison.SomeBad || write.CanClear != true) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        // A disk does not end with its last whole page.
        var wanted = Math.Min(write.Bytes, (step.Geometry.DataBytes & ~(ulong)(Geometry.SectorSize - 1)) - write.Start);
        return (ulong)step.Result == wanted ? Held
            : Judgement.Broken(step.Got(), Text.Number(wanted), $"a write through the driver clears what one command can clear: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }
}
