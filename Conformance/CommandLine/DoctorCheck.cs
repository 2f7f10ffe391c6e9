namespace Conformance.CommandLine;

/// <summary>One thing that a run may need: whether it is there, what was found, and how to get it.</summary>
internal sealed record DoctorCheck(string What, bool Ok, string Found, string Remedy);
