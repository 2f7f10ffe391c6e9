using System.ComponentModel;
using System.Reflection;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>On the assembly: tells Verify which test is running.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> s_running = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => s_running.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => s_running.Value = null;

    /// <summary>The test that is running.</summary>
    public static MethodInfo GetMethod() => s_running.Value ?? throw new InvalidOperationException(
        "Verify was called where no test is running. Call it from a test, in an assembly that has [assembly: VerifyXunit.UseVerify].");
}
