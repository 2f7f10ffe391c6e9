using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>One case of a plan: its label ("edge NAME", "known WAIVER", "sweep 17", "seed 1 case 42") and its history.</summary>
public readonly record struct Case(string Label, History History);
