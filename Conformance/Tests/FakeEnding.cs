namespace Conformance.Tests;

/// <summary>How a fake guest goes.</summary>
public enum FakeEnding
{
    Panic,
    Silence,
    Garbage,
}
