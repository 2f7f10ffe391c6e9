using System.Collections.Immutable;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract;

/// <summary>
/// Judges traces clause by clause: history and outcomes in, judgements out. A profile says as of which release the contract is read.
/// A judge reuses its state between histories and belongs to one thread.
/// </summary>
public sealed class ContractJudge(Profile profile)
{
    private static readonly ImmutableArray<ImmutableArray<Clause>> ByOperation =
        [.. OperationSpec.All.Select(spec => Clauses.All.Where(clause => clause.Concerns.Contains(spec.Code)).ToImmutableArray())];

    private readonly Step _step = new(profile);

    /// <summary>Judges until the history ends or a call did not come back: nothing that follows could be seen.</summary>
    /// <exception cref="ArgumentException">there is not one outcome for each operation</exception>
    public void Judge(History history, ReadOnlySpan<Outcome> outcomes, IJudgementSink sink)
    {
        if (outcomes.Length != history.Operations.Length)
            throw new ArgumentException($"{outcomes.Length} outcomes for {history.Operations.Length} operations: wanted one each", nameof(outcomes));
        _step.Begin(history);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Kind == OutcomeKind.NotSupported) continue;
            _step.Load(i, in outcomes[i]);
            var classes = InputClassifier.Classify(_step);
            foreach (var clause in ByOperation[(int)_step.Operation.Code])
            {
                var judgement = clause.Judge(_step);
                if (judgement.Verdict != Verdict.NotApplicable) sink.Add(i, clause, in judgement, classes);
            }
            if (_step.Faulted) return;
            _step.State.Follow(_step);
        }
    }
}
