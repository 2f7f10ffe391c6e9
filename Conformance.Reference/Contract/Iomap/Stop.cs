using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>Judges a call that has to end an iteration without an error.</summary>
internal static class Stop
{
    public static Judgement Judge(Step step, string because)
    {
        if (!step.Sees(Aspect.Result)) return Judgement.NotObservable;
        return step.Result == 0 && step.Outcome[Aspect.Begun] == 0 ? Judgement.Held : Judgement.Broken(step.Got(Aspect.Begun), "0 begun=0", because);
    }
}
