using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Reference.Histories;

namespace Conformance.Reports;

/// <summary>environment.txt: facts of host and device that no verdict depends on.</summary>
public static class EnvironmentText
{
    public static string Render(TargetDescription target)
    {
        var text = new StringBuilder();
        Add("daxspec", Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
        Add("target", target.Name);
        Add("system", RuntimeInformation.OSDescription);
        Add("architecture", RuntimeInformation.OSArchitecture.ToString());
        Add("runtime", RuntimeInformation.FrameworkDescription);
        Add("processors", Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (name, value) in target.Environment) Add(name, value);
        return text.ToString();

        void Add(string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');
    }
}
