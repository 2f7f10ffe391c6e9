using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Repro;

/// <summary>One operation of a reproduction.</summary>
/// <param name="Operation">what is asked</param>
/// <param name="Text">the same for a device of any size: N is its number of pages</param>
/// <param name="Args">the arguments as C expressions</param>
/// <param name="Expected">what may be answered; null for a touch</param>
/// <param name="Signals">the si_codes that a touch may raise</param>
public sealed record ReproStep(Operation Operation, string Text, ImmutableArray<string> Args, Expectation? Expected, ImmutableArray<int> Signals)
{
    /// <summary>A C expression on <c>got</c>.</summary>
    public string Allowed => Expected is { } e ? e.InC() : string.Join(" || ", Signals.Select(s => $"got == {s}"));

    public string Wanted => Expected is { } e ? e.InWords() : string.Join(" or ", Signals.Select(s => s == 0 ? "no signal" : $"SIGBUS with code {s}"));

    /// <summary>There is an answer that is wrong.</summary>
    public bool Judges => Expected is { } e ? !e.IsFree : Signals.Length < 3;

    public bool Allows(in Outcome answer) => answer.Kind != OutcomeKind.Answered
        || !(answer.Has(Aspect.Fault) && answer[Aspect.Fault] != 0) && (Expected is { } e ? !answer.Has(Aspect.Result) || e.Allows(answer.Result) : !answer.Has(Aspect.Signal) || Signals.Contains((int)answer[Aspect.Signal]));
}
