namespace Conformance.Reference.Contract;

/// <summary>The answer of one clause to one step. Text is made only where it is needed: a clause that holds allocates nothing.</summary>
/// <param name="Verdict">the answer</param>
/// <param name="Got">broken: what the device answered</param>
/// <param name="Allowed">broken: the answers that the clause allows</param>
/// <param name="Because">broken: why, with the state that matters; one line</param>
/// <param name="Value">unconstrained: what the device did, a short stable word or number for its profile</param>
public readonly record struct Judgement(Verdict Verdict, string Got = "", string Allowed = "", string Because = "", string Value = "")
{
    public static Judgement NotApplicable => default;

    public static Judgement Held => new(Verdict.Held);

    public static Judgement NotObservable => new(Verdict.NotObservable);

    public static Judgement Broken(string got, string allowed, string because) => new(Verdict.Broken, got, allowed, because);

    public static Judgement Unconstrained(string value) => new(Verdict.Unconstrained, Value: value);
}
