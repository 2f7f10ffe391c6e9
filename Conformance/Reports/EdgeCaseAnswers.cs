using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Reports;

/// <summary>A named edge case and what one device answered to it, one outcome an operation.</summary>
public sealed record EdgeCaseAnswers(EdgeCase Case, IReadOnlyList<Outcome> Outcomes);
