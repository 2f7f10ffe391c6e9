using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>The answers that are put to the contract: every errno, counts, no answer at all, and the model's answer with one thing changed.</summary>
public static class Candidates
{
    /// <summary>Counts are tried from 0 to this, and then only where something may change.</summary>
    public const long MaxCount = 8;

    private static readonly AspectSet ResultAlone = AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Fault);

    /// <summary>Every errno of <see cref="Errno"/> as an answer, in the order of their numbers.</summary>
    public static IReadOnlyList<long> Errnos { get; } = [.. Enumerable.Range(1, Errno.MAX_ERRNO).Select(n => -(long)n).Where(n => Errno.Text(n).StartsWith("-E", StringComparison.Ordinal))];

    /// <param name="question">a complete question</param>
    /// <param name="adjudicator">where the model's answers come from</param>
    /// <param name="answer">the model's answer to the question</param>
    public static IEnumerable<Candidate> Of(Question question, Adjudicator adjudicator, Outcome answer)
    {
        var translates = question.Spec.Observable.Has(Aspect.Kaddr);
        var results = Results(question, answer);
        return (translates ? new TranslationCandidates(question, adjudicator).Of(results) : results.Select(r => new Candidate(Plain(question, r), "", true)))
            .Concat(Faults(question, answer))
            .Concat(answer[Aspect.Fault] == 0 ? Changed(answer) : []);
    }

    /// <summary>The answer that has a result and nothing else to be seen: whatever else there is may be right.</summary>
    private static Outcome Plain(Question question, long result)
    {
        var outcome = Outcome.Of(result).Set(Aspect.Fault, 0);
        // docs/histories.md: a recovery write fails with 0 bytes.
        if (question.Spec.Code is OpCode.dax_recovery_write or OpCode.pmem_recovery_write) outcome.Set(Aspect.Failed, result == 0 ? 1UL : 0);
        return outcome.Restrict(ResultAlone & question.Spec.Observable);
    }

    /// <summary>Small counts, the count asked for and its neighbours, what is left of the device, the model's result, every errno.</summary>
    private static List<long> Results(Question question, Outcome answer)
    {
        var asked = question.Index(Question.ColumnArgument) >= 0 ? unchecked((long)question.Value(Question.ColumnArgument))
            : question.Index("bytes") >= 0 ? unchecked((long)question.Value("bytes")) : 1;
        var results = new SortedSet<long> { 0, asked };
        for (var count = 1L; count <= Math.Min(asked, MaxCount); count++) results.Add(count);
        if (asked > 0 && asked < long.MaxValue) results.UnionWith([asked - 1, asked + 1]);
        var pgoff = question.Value(Question.RowArgument);
        if (question.HasTable && question.Geometry.Present && pgoff < question.Geometry.Pages && question.Geometry.Pages - pgoff is var left and < 1UL << 52)
            results.UnionWith([(long)left, (long)left + 1]);
        if (answer[Aspect.Fault] == 0 && answer.Has(Aspect.Result)) results.Add(answer.Result);
        // badblocks_check answers -1 for poison that is not acknowledged.
        if (question.Spec.Code == OpCode.badblocks_check) results.Add(-1);
        results.UnionWith(Errnos);
        return [.. results];
    }

    /// <summary>Every way not to come back, where the function's form has it or the model does it.</summary>
    private static IEnumerable<Candidate> Faults(Question question, Outcome answer) => !question.Spec.Observable.Has(Aspect.Fault) && answer[Aspect.Fault] == 0 ? []
        : Enum.GetValues<Fault>().Where(f => f != Fault.None).Select(f => new Candidate(new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Fault, (ulong)f), "", true));

    /// <summary>The model's answer with one aspect changed. Outputs of a translation are varied with every count instead.</summary>
    private static IEnumerable<Candidate> Changed(Outcome answer)
    {
        foreach (var aspect in answer.Seen.Items)
        {
            if (aspect is Aspect.Result or Aspect.Failed or Aspect.Fault or Aspect.Kaddr or Aspect.Pfn) continue;
            foreach (var changed in Changes(answer, aspect))
                yield return new(changed, aspect is Aspect.Contents or Aspect.Table or Aspect.Cow ? $"other {DataName.Of(aspect)}" : $"{DataName.Of(aspect)}={changed.Text(aspect)}", false);
        }
    }

    private static IEnumerable<Outcome> Changes(Outcome answer, Aspect aspect)
    {
        var value = answer[aspect];
        switch (aspect)
        {
            case Aspect.Alive or Aspect.Waiting or Aspect.Begun or Aspect.Ended:
                yield return answer.Set(aspect, value ^ 1);
                break;
            case Aspect.Misuse:
                yield return answer.Set(aspect, value == 0 ? (ulong)Misuse.UnmapNotMapped : 0);
                break;
            case Aspect.Contents or Aspect.Table or Aspect.Cow:
                yield return answer.Set(aspect, ~value);
                break;
            default:
                if (answer.IsUntouched(aspect))
                {
                    yield return answer.Set(aspect, 0);
                    break;
                }
                if (value > 0) yield return answer.Set(aspect, value - 1);
                if (value < ulong.MaxValue) yield return answer.Set(aspect, value + 1);
                if (aspect is Aspect.FirstBad or Aspect.BadSectors) yield return answer.SetUntouched(aspect);
                break;
        }
    }
}
