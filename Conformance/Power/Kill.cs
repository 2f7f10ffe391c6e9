using Conformance.Reference.Histories;

namespace Conformance.Power;

/// <summary>The first break of a clause that names the bug, in the order of the plan.</summary>
/// <param name="Clause">the clause</param>
/// <param name="Case">the number of the case, from 1: the same for every seed unless it is a generated one</param>
/// <param name="Label">what the case is: an edge case, one of the sweep, a generated one</param>
/// <param name="Generated">it is a generated one: another seed has another one there</param>
/// <param name="Smallest">the shrunk counterexample</param>
/// <param name="Token">what replays it</param>
public sealed record Kill(string Clause, long Case, string Label, bool Generated, History Smallest, Token Token);
