namespace Conformance.Lab;

/// <summary>One driver of a lab guest.</summary>
/// <param name="Name">as on the command line: dm-linear</param>
/// <param name="Title">what it is, in a few words</param>
/// <param name="Absent">why this kernel does not have it; null where it is there</param>
public sealed record LabProvider(string Name, string Title, string? Absent = null);
