using Xunit.Abstractions;

namespace FsCheck.Xunit;

/// <summary>Checks a property inside a test and writes to the test's output.</summary>
public static class CheckExtensions
{
    /// <summary>Checks and reports; a failure is written, not thrown.</summary>
    public static void QuickCheck(this Property property, ITestOutputHelper testOutputHelper) =>
        Check.One(Config.Quick.WithRunner(Report(testOutputHelper)), property);

    /// <summary>Checks and reports under a name; a failure is written, not thrown.</summary>
    public static void QuickCheck(this Property property, string testName, ITestOutputHelper testOutputHelper) =>
        Check.One(testName, Config.Quick.WithRunner(Report(testOutputHelper)), property);

    /// <summary>Checks, and throws when the property fails or is exhausted.</summary>
    public static void QuickCheckThrowOnFailure(this Property property, ITestOutputHelper testOutputHelper) =>
        Check.One(Config.QuickThrowOnFailure.WithRunner(new TestOutputRunner(testOutputHelper)), property);

    /// <summary>Checks and reports with every argument; a failure is written, not thrown.</summary>
    public static void VerboseCheck(this Property property, ITestOutputHelper testOutputHelper) =>
        Check.One(Config.Verbose.WithRunner(Report(testOutputHelper)), property);

    /// <summary>Checks and reports under a name with every argument; a failure is written, not thrown.</summary>
    public static void VerboseCheck(this Property property, string testName, ITestOutputHelper testOutputHelper) =>
        Check.One(testName, Config.Verbose.WithRunner(Report(testOutputHelper)), property);

    /// <summary>Checks with every argument written, and throws when the property fails or is exhausted.</summary>
    public static void VerboseCheckThrowOnFailure(this Property property, ITestOutputHelper testOutputHelper) =>
        Check.One(Config.VerboseThrowOnFailure.WithRunner(new TestOutputRunner(testOutputHelper)), property);

    private static TestOutputRunner Report(ITestOutputHelper output) => new(output) { ThrowOnFailure = false };
}
