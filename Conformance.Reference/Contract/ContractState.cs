using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract;

/// <summary>
/// What the contract knows of a device and its callers before a step. It follows what was seen: an answer that cannot be right
/// makes its subject unknown, so that one deviation neither hides nor multiplies the rest.
/// </summary>
public sealed class ContractState
{
    private readonly List<AnsweredTranslation> _translations = [];
    private readonly List<AnsweredQuestion> _questions = [];
    private int _translationEpoch;

    public LivenessState Liveness { get; } = new();

    public RecordedPoison Poison { get; } = new();

    public PageContents Contents { get; } = new();

    public PrivatePage PrivatePage { get; } = new();

    public MappingStack Mappings { get; } = new();

    public Iteration Iteration { get; } = new();

    /// <summary>The direct_access answers since the device last changed what it may answer.</summary>
    public IReadOnlyList<AnsweredTranslation> Translations => _translations;

    /// <summary>The badblocks_check, dax_iomap_pgoff and load answers that still hold.</summary>
    public IReadOnlyList<AnsweredQuestion> Questions => _questions;

    internal void Reset(Geometry geometry, Profile profile)
    {
        Liveness.Reset();
        Poison.Reset(geometry, profile);
        Contents.Reset(geometry);
        PrivatePage.Reset();
        Mappings.Reset();
        Iteration.Reset();
        _translations.Clear();
        _questions.Clear();
        _translationEpoch = 0;
    }

    /// <summary>Goes on with what was seen.</summary>
    internal void Follow(Step step)
    {
        switch (step.Operation.Code)
        {
            case OpCode.dax_direct_access or OpCode.pmem_dax_direct_access:
                FollowTranslation(step);
                break;
            case OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range or OpCode.dax_recovery_write or OpCode.pmem_recovery_write
                or OpCode.pwrite or OpCode.write_direct:
                Contents.Follow(step);
                Poison.Follow(step);
                break;
            case OpCode.badblocks_set or OpCode.badblocks_clear:
                Poison.Follow(step);
                break;
            case OpCode.badblocks_check:
                Poison.Follow(step);
                Ask(step, Poison.Epoch);
                break;
            case OpCode.dax_iomap_pgoff:
                Ask(step, 0);
                break;
            case OpCode.load:
                Contents.Forget(step);
                Ask(step, Contents.Now);
                break;
            case OpCode.store:
                Contents.Follow(step);
                break;
            case OpCode.kill_dax or OpCode.run_dax or OpCode.dax_alive or OpCode.dax_read_lock or OpCode.dax_read_unlock:
                Liveness.Follow(step);
                break;
            case OpCode.iomap_start or OpCode.iomap_iter:
                Iteration.Follow(step);
                break;
            case OpCode.kmap_atomic or OpCode.kunmap_atomic:
                Mappings.Follow(step);
                break;
            case OpCode.copy_cow_page_dax or OpCode.cow_load or OpCode.cow_store:
                Contents.Forget(step);
                PrivatePage.Follow(step);
                break;
        }
        if (_translationEpoch == Poison.Epoch + Liveness.Epoch) return;
        _translationEpoch = Poison.Epoch + Liveness.Epoch;
        _translations.Clear();
    }

    private void FollowTranslation(Step step)
    {
        if (!step.Sees(Aspect.Result)) return;
        var (question, outcome) = (step.Translation, step.Outcome);
        _translations.Add(new()
        {
            Code = step.Operation.Code,
            Pgoff = question.Pgoff,
            NrPages = question.NrPages,
            Recovery = step.Operation[2] != 0,
            WantsKaddr = question.WantsKaddr,
            WantsPfn = question.WantsPfn,
            Result = step.Result,
            IsSound = question.IsSound(step),
            Step = step.Index,
            Kaddr = outcome.Has(Aspect.Kaddr) && !outcome.IsUntouched(Aspect.Kaddr) ? outcome[Aspect.Kaddr] : null,
            Pfn = outcome.Has(Aspect.Pfn) && !outcome.IsUntouched(Aspect.Pfn) ? outcome[Aspect.Pfn] : null,
        });
    }

    private void Ask(Step step, int epoch) => _questions.Add(new(step.Operation, step.Outcome, epoch, step.Index));
}
