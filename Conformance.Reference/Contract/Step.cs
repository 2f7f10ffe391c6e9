using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract;

/// <summary>
/// One operation with its outcome and the state before it, as clauses read it. The requests are prepared for the operations that
/// have them; the object is reused from step to step.
/// </summary>
public sealed class Step(Profile profile)
{
    private Operation _operation;
    private Outcome _outcome;

    public Profile Profile { get; } = profile;

    public History History { get; private set; } = History.Of(new());

    public Geometry Geometry => History.Geometry;

    public int Index { get; private set; }

    public ref readonly Operation Operation => ref _operation;

    public ref readonly Outcome Outcome => ref _outcome;

    /// <summary>What is known before this step.</summary>
    public ContractState State { get; } = new();

    /// <summary>The question of a direct_access.</summary>
    public Translation Translation { get; } = new();

    /// <summary>The request of a zero_page_range, recovery_write or store.</summary>
    public WriteRequest Write { get; } = new();

    /// <summary>The request of a copy_cow_page_dax or dax_iomap_pgoff.</summary>
    public FileMapping Mapping { get; } = new();

    /// <summary>The request of a fault, pread or read_direct.</summary>
    public FileAccess Access { get; } = new();

    /// <summary>What an iomap_iter call has to do.</summary>
    public IterationCall Call { get; private set; }

    public long Result => _outcome.Result;

    /// <summary>The call did not come back.</summary>
    public bool Faulted => _outcome[Aspect.Fault] != 0;

    /// <summary>The operation is the guarded wrapper, not the driver's member.</summary>
    public bool IsWrapper => _operation.Code is OpCode.dax_direct_access or OpCode.dax_zero_page_range or OpCode.dax_recovery_write or OpCode.pwrite;

    /// <summary>The device, when the guards of a wrapper are to let the call through.</summary>
    public bool IsAlive => Geometry.Present && State.Liveness.Alive;

    public bool Sees(Aspect aspect) => _outcome.Has(aspect);

    public bool Has(DriverOps member) => (Geometry.Ops & (member | DriverOps.Table)) == (member | DriverOps.Table);

    /// <summary>1 success, -1 failure, 0 not seen. Failure of a recovery write is a result of 0.</summary>
    public int Success => _outcome.Has(Aspect.Failed) ? _outcome[Aspect.Failed] == 0 ? 1 : -1
        : !_outcome.Has(Aspect.Result) ? 0
        : _operation.Code is OpCode.dax_recovery_write or OpCode.pmem_recovery_write ? Result > 0 ? 1 : -1
        : Result >= 0 ? 1 : -1;

    /// <summary>The pages whose digest the outcome carries as <see cref="Aspect.Contents"/>; none for a direct_access.</summary>
    public (ulong First, int Count) Window => _operation.Code switch
    {
        OpCode.load => Geometry.Present && _operation[0] < Geometry.Pages ? (_operation[0], 1) : (0, 0),
        OpCode.copy_cow_page_dax => Geometry.Present ? Observation.Window(Geometry, Mapping.Pgoff, 0, (ulong)Geometry.PageSize) : (0, 0),
        // Not whole pages: what was read.
        OpCode.pread or OpCode.read_direct => (0, 0),
        _ => Geometry.Present ? Observation.Window(Geometry, Write.Pgoff, Write.Offset, Write.Bytes) : (0, 0),
    };

    /// <summary>The result and some aspects as text: "3 touched=1".</summary>
    public string Got(params ReadOnlySpan<Aspect> aspects)
    {
        if (Faulted) return ((Fault)_outcome[Aspect.Fault]).ToString();
        var text = Sees(Aspect.Result) ? Errno.Text(Result) : Success < 0 ? "failed" : "ok";
        foreach (var aspect in aspects)
            if (Sees(aspect)) text += $" {DataName.Of(aspect)}={_outcome.Text(aspect)}";
        return text;
    }

    internal void Begin(History history)
    {
        History = history;
        State.Reset(history.Geometry, Profile);
    }

    internal void Load(int index, in Outcome outcome)
    {
        Index = index;
        _operation = History.Operations[index];
        _outcome = outcome;
        switch (_operation.Code)
        {
            case OpCode.dax_direct_access or OpCode.pmem_dax_direct_access:
                Translation.Load(this);
                break;
            case OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range or OpCode.dax_recovery_write or OpCode.pmem_recovery_write or OpCode.store
                or OpCode.pwrite or OpCode.write_direct:
                Write.Load(this);
                State.Contents.Begin(Write, this);
                break;
            case OpCode.copy_cow_page_dax or OpCode.dax_iomap_pgoff:
                Mapping.Load(this);
                break;
            case OpCode.fault or OpCode.pread or OpCode.read_direct:
                Access.Load(this);
                break;
            case OpCode.iomap_iter:
                Call = State.Iteration.Plan(this);
                break;
        }
    }
}
