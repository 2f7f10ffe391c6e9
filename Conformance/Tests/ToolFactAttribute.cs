namespace Conformance.Tests;

/// <summary>A test that starts a tool of the machine; skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = Missing(tools);
    }

    public string[] Tools { get; }

    internal static string? Missing(IEnumerable<string> tools) =>
        tools.FirstOrDefault(t => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Join(d, t)))) is { } missing ? $"not observable here: {missing} is not installed" : null;
}
