using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mapped;

/// <summary>Carries histories out on the mapped driver, for one worker.</summary>
internal sealed class MappedDevice : IConcurrentDevice, ITranslatingDevice
{
    private readonly ResourceCache _resources;
    private readonly DeviceOperations _operations;
    private readonly CallerOperations _callers;
    private readonly FileOperations _files;
    private readonly DriverParts _parts;
    private readonly PmemDevice _pmem;
    private readonly DaxCore _dax;
    private Turns? _turns;
    private (int Began, int Ended)[] _spans = [];

    /// <exception cref="TargetException">there is no room</exception>
    public MappedDevice(Profile profile, ScratchFile file, DriverParts parts)
    {
        _parts = parts;
        _resources = new(file);
        var pmem = _pmem = parts.Pmem(profile);
        var dax = _dax = parts.Core(profile, pmem);
        _operations = new(profile, pmem, dax);
        _callers = parts.Callers(pmem, dax, parts.Kmaps(), parts.Iterator(profile));
        _files = parts.Files(profile, pmem, dax);
    }

    public void Run(History history, Span<Outcome> outcomes)
    {
        try
        {
            if (history.Threads is { } threads)
            {
                CarryTogether(history, threads, outcomes);
                return;
            }
            Begin(history.Geometry);
            var gone = false;
            for (var i = 0; i < history.Operations.Length; i++)
                if (gone) outcomes[i] = Outcome.NotObservable;
                else gone = !Carry(history.Operations[i], ref outcomes[i]);
        }
        catch (LibcException e)
        {
            throw Refused(e);
        }
    }

    public ReadOnlySpan<(int Began, int Ended)> LastSpans => _spans;

    public void Become(Geometry geometry)
    {
        try
        {
            Begin(geometry);
        }
        catch (LibcException e)
        {
            throw Refused(e);
        }
    }

    public bool TryKill() => _operations.TryKill();

    public void Translate(ReadOnlySpan<AccessCall> calls, Span<AccessAnswer> answers)
    {
        for (var done = 0; done < calls.Length; done++)
        {
            try
            {
                _operations.Translate(calls, answers, ref done);
            }
            catch (FaultException fault)
            {
                answers[done] = new() { Fault = fault.Fault };
            }
        }
    }

    public ulong State() => _operations.State();

    public ulong Memory() => _operations.Memory();

    public void Dispose()
    {
        _turns?.Dispose();
        _resources.Dispose();
    }

    private static TargetException Refused(LibcException e) =>
        new($"found that this host refuses what a mapped device is made of ({e.Message}); wanted mappings, process_vm_readv and process_vm_writev on the own process; do: see the limits of memory and mappings (ulimit, vm.max_map_count) and what a sandbox forbids (seccomp)", e);

    private void CarryTogether(History history, Interleaving threads, Span<Outcome> outcomes)
    {
        if (_turns is null)
        {
            _turns = new();
            _dax.Turns = _turns;
            _pmem.Share(_turns, table => _parts.Lock(table, _turns));
        }
        Begin(history.Geometry);
        var answers = new Outcome[history.Operations.Length];
        var spans = IConcurrentDevice.NoneBegan(answers.Length);
        Array.Fill(answers, Outcome.NotObservable);
        var gone = false;
        _turns.Run(threads, thread =>
        {
            var (start, end) = threads.StepsOf(thread);
            for (var i = start; i < end; i++)
            {
                _turns.Point();
                if (gone) return;
                spans[i].Began = _turns.Tick();
                var returned = Carry(history.Operations[i], ref answers[i]);
                // What is under way when the machine goes down is not seen to end.
                if (gone) answers[i] = Outcome.NotObservable;
                if (answers[i].Kind == OutcomeKind.NotObservable) return;
                spans[i].Ended = _turns.Tick();
                gone |= !returned;
            }
        });
        answers.CopyTo(outcomes);
        _spans = spans;
    }

    /// <summary>Becomes a device in its initial state.</summary>
    /// <returns>its memory; null: there is no device</returns>
    internal Resource? Begin(Geometry geometry)
    {
        var resource = geometry.Present ? _resources.Get(geometry) : null;
        _operations.Attach(geometry, resource);
        _callers.Attach(geometry, resource);
        _files.Attach(geometry, resource);
        return resource;
    }

    /// <summary>Carries one operation out; false: nothing after it can be seen.</summary>
    internal bool Carry(in Operation operation, ref Outcome outcome)
    {
        outcome = new();
        try
        {
            if (operation.Code < OpCode.iomap_start) _operations.Carry(operation, ref outcome);
            else if (operation.Code < OpCode.fault) _callers.Carry(operation, ref outcome);
            else _files.Carry(operation, ref outcome);
            return true;
        }
        catch (FaultException fault)
        {
            outcome = new() { Kind = OutcomeKind.Answered };
            outcome.Set(Aspect.Fault, (ulong)fault.Fault);
        }
        catch (UnobservableException)
        {
            outcome = Outcome.NotObservable;
        }
        return false;
    }
}
