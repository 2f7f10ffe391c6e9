namespace Conformance.Tests;

/// <summary>A theory that starts a tool of the machine; skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ToolFactAttribute.Missing(tools);
    }

    public string[] Tools { get; }
}
