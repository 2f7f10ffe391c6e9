namespace StandIns.Tests;

/// <summary>A value that says which arbitrary made it.</summary>
internal sealed record Mark(string Origin);
