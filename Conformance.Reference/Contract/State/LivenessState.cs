using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>The alive bit, the open read sections and what a kill_dax still waits for.</summary>
public sealed class LivenessState
{
    private int _found, _closedSince;

    public bool Alive { get; private set; } = true;

    /// <summary>The device was killed and brought back.</summary>
    public bool Revived { get; private set; }

    /// <summary>Open read sections.</summary>
    public int Readers { get; private set; }

    /// <summary>Counts kill_dax and run_dax.</summary>
    public int Epoch { get; private set; }

    /// <summary>After this operation, which is no kill_dax, one waits for certain: sections that it found open cannot all be closed.</summary>
    public bool MustWait(OpCode code) => _found > _closedSince + (Closes(code) ? 1 : 0);

    /// <summary>After this operation, which is no kill_dax, one may wait: it found open sections, and sections are open.</summary>
    public bool MayWait(OpCode code) => _found > 0 && ReadersAfter(code) > 0;

    public int ReadersAfter(OpCode code) => code == OpCode.dax_read_lock ? Readers + 1 : Closes(code) ? Readers - 1 : Readers;

    public bool AliveAfter(OpCode code) => code switch
    {
        OpCode.kill_dax => false,
        OpCode.run_dax => true,
        _ => Alive,
    };

    public void Reset() => (Alive, Revived, Readers, Epoch, _found, _closedSince) = (true, false, 0, 0, 0, 0);

    public void Follow(Step step)
    {
        var code = step.Operation.Code;
        var alive = step.Sees(Aspect.Alive) ? step.Outcome[Aspect.Alive] != 0 : AliveAfter(code);
        if (code is OpCode.kill_dax or OpCode.run_dax) Epoch++;
        Revived = alive && (Revived || !Alive);
        if (step.Geometry.Present) Alive = alive;
        if (Closes(code)) _closedSince++;
        Readers = step.Sees(Aspect.ReadLocks) ? (int)Math.Min(step.Outcome[Aspect.ReadLocks], int.MaxValue) : ReadersAfter(code);
        if (code == OpCode.kill_dax) (_found, _closedSince) = (Readers, 0);
        if (Readers == 0) (_found, _closedSince) = (0, 0);
    }

    private bool Closes(OpCode code) => code == OpCode.dax_read_unlock && Readers > 0;
}
