using System.Runtime.CompilerServices;

namespace Conformance.Tests;

/// <summary>The suite keeps its tables with Verify, which has no package for this test platform here.</summary>
internal static class Snapshot
{
    public static void Holds(string name, string text, [CallerFilePath] string here = "") =>
        Assert.Equal(File.ReadAllText(Path.Join(Path.GetDirectoryName(here), "..", "..", "Conformance", "Tests", "Tables", $"{name}.verified.txt")).TrimEnd(), text.TrimEnd());
}
