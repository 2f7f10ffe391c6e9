using Conformance.Reference.Histories;

namespace Conformance.Comparing;

/// <summary>A break of a clause: the history, what was got, what was allowed; the texts are empty where only the history is on record.</summary>
public sealed record SideBreak(History History, string Got, string Allowed);
