using Conformance.RealDevice.Lab;

namespace Conformance.Suite;

/// <summary>A test that needs a prepared kernel; without it the test is skipped and names the command that would change that.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    public const string Kernel = "6.1";

    public LabFactAttribute()
    {
        if (!LabCache.Default.TryFind(Kernel, out _, out var problem)) Skip = $"not observable here: {problem}";
    }
}
