using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Evidence;

/// <summary>A known deviation with what it looks like.</summary>
/// <param name="Waiver">the deviation</param>
/// <param name="Token">replays its counterexample as of the newest generation that has it</param>
/// <param name="Shown">the break, as the model of that generation shows it; null where only a driver of its own does</param>
public sealed record FindingCase(Waiver Waiver, Token Token, Observed? Shown)
{
    /// <summary>Simpler first.</summary>
    public (int, int) Size => (Token.History.Operations.Length, Token.History.ToString().Length);
}
