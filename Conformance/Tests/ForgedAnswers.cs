using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Tests;

/// <summary>What the contract says when one answer of a right driver is another one: aspects of steps, one at a time.</summary>
internal static class ForgedAnswers
{
    private const int LongestHistory = 8;

    /// <summary>Of so many forgeries one is judged: mutants of the contract are held against this by the thousand.</summary>
    private const int OneOf = 7;

    private static readonly long[] Results = [0, 1, 2, 3, 4096, -1, -Errno.EIO, -Errno.ENXIO, -Errno.EFAULT, -Errno.EINVAL, -Errno.ERANGE, -Errno.EOPNOTSUPP, -Errno.EHWPOISON];

    /// <param name="profile">the generation that answers and by which is judged</param>
    /// <param name="histories">what is asked; longer ones are left out</param>
    /// <param name="row">is given a clause, its verdict, and the words</param>
    public static void Fill(Profile profile, IEnumerable<History> histories, Action<string, string, string> row)
    {
        using var model = new ReferenceDevice(profile);
        var judge = new ContractJudge(profile);
        var n = 0;
        foreach (var history in histories.Where(h => h.Threads is null && h.Operations.Length <= LongestHistory))
        {
            var right = new Outcome[history.Operations.Length];
            model.Run(history, right);
            for (var step = 0; step < right.Length; step++)
                foreach (var forged in Others(right[step]))
                {
                    if (n++ % OneOf != 0) continue;
                    var outcomes = (Outcome[])right.Clone();
                    outcomes[step] = forged;
                    judge.Judge(history, outcomes, new Words(row));
                }
        }
    }

    private static IEnumerable<Outcome> Others(Outcome right)
    {
        if (right.Kind != OutcomeKind.Answered) yield break;
        // The model has no log; a guest has.
        foreach (var warned in (ulong[])[0, 1])
        {
            var logged = right;
            yield return logged.Set(Aspect.Warned, warned);
        }
        for (var aspect = (Aspect)0; (int)aspect < Outcome.AspectCount; aspect++)
        {
            if (!right.Has(aspect)) continue;
            var value = right[aspect];
            foreach (var other in aspect == Aspect.Result ? Results.Select(r => unchecked((ulong)r)) : [value ^ 1, unchecked(value + 2), 0, ulong.MaxValue])
            {
                if (other == value && !right.IsUntouched(aspect)) continue;
                var forged = right;
                forged.Set(aspect, other);
                if (aspect == Aspect.Result) forged.Set(Aspect.Failed, unchecked((long)other) < 0 ? 1UL : 0);
                yield return forged;
            }
            if (aspect is not (Aspect.Kaddr or Aspect.Pfn) || right.IsUntouched(aspect)) continue;
            var untouched = right;
            yield return untouched.SetUntouched(aspect);
        }
    }

    private sealed class Words(Action<string, string, string> row) : IJudgementSink
    {
        public void Add(int step, IClause clause, in Judgement judgement, InputClasses classes)
        {
            if (judgement.Verdict is Verdict.Broken or Verdict.Unconstrained)
                row(clause.Id, judgement.Verdict == Verdict.Broken ? "broken" : "free", $"{step} {judgement.Got}|{judgement.Allowed}|{judgement.Because}|{judgement.Value}");
        }
    }
}
