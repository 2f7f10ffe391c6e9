namespace StandIns.Tests;

/// <summary>Tests that set environment variables.</summary>
[CollectionDefinition(nameof(OwnsTheEnvironment), DisableParallelization = true)]
public static class OwnsTheEnvironment;
