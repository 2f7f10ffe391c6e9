using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>One case with what the device answered.</summary>
public sealed record KeptCase(string Label, History History, ImmutableArray<Outcome> Answers);
