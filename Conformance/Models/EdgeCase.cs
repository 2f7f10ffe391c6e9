using Conformance.Reference.Histories;

namespace Conformance.Models;

/// <summary>A named boundary (models/edge-cases): a history whose answers stand in the snapshot report of every profile.</summary>
/// <param name="Family">the file it stands in: the function's family</param>
/// <param name="Name">short, unique, a phrase</param>
/// <param name="History">the history</param>
public sealed record EdgeCase(string Family, string Name, History History);
