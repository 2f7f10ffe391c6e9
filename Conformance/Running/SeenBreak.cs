using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>A break and all that was seen with it: of a device whose threads race it may not come again.</summary>
/// <param name="History">what was asked</param>
/// <param name="Observed">the break</param>
/// <param name="Answers">one for each operation</param>
/// <param name="Spans">when each began and ended</param>
/// <param name="Log">what the kernel logged meanwhile</param>
internal sealed record SeenBreak(History History, Observed Observed, Outcome[] Answers, IReadOnlyList<(int Began, int Ended)> Spans, LogLine[] Log);
