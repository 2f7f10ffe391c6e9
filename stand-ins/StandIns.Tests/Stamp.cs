namespace StandIns.Tests;

/// <summary>Another value that says which arbitrary made it.</summary>
internal sealed record Stamp(string Origin);
