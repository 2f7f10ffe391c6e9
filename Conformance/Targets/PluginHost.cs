using System.Globalization;
using System.Reflection;
using Conformance.CommandLine;
using Conformance.RealDevice.Plugins;

namespace Conformance.Targets;

/// <summary>How this program starts itself as the child that a library is loaded in, whatever it was itself started as.</summary>
public static class PluginHost
{
    private const string Variable = "DAXSPEC_DEADLINE";

    /// <summary>Program and arguments.</summary>
    public static IReadOnlyList<string> Command { get; } = Find();

    /// <summary>DAXSPEC_DEADLINE: seconds that a call of a driver may take.</summary>
    /// <exception cref="UsageException">it is no number of seconds</exception>
    public static PluginLimits Limits => Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text ? PluginLimits.Default
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600 ? new(TimeSpan.FromSeconds(seconds))
        : throw new UsageException($"{Variable}={text}: wanted seconds, more than 0 and at most 3600");

    private static string[] Find()
    {
        var program = typeof(PluginHost).Assembly.Location;
        if (Assembly.GetEntryAssembly() == typeof(PluginHost).Assembly && Environment.ProcessPath is { } own && !IsMuxer(own)) return [own, LibraryHost.Command];
        var muxer = Environment.ProcessPath is { } path && IsMuxer(path) ? path : Path.GetFullPath(Path.Join(Path.GetDirectoryName(typeof(object).Assembly.Location), "..", "..", "..", "dotnet"));
        // In a test run the assembly lies beside the configuration of the project that uses it.
        var directory = Path.GetDirectoryName(program)!;
        var config = Beside(directory, Path.GetFileNameWithoutExtension(program), ".runtimeconfig.json");
        var deps = Beside(directory, Path.GetFileNameWithoutExtension(program), ".deps.json");
        return [muxer, "exec", .. config is null ? Array.Empty<string>() : ["--runtimeconfig", config], .. deps is null ? Array.Empty<string>() : ["--depsfile", deps], program, LibraryHost.Command];
    }

    private static string? Beside(string directory, string name, string ending) =>
        Directory.GetFiles(directory, $"*{ending}").OrderBy(f => Path.GetFileName(f) == name + ending ? 0 : 1).ThenBy(f => f, StringComparer.Ordinal).FirstOrDefault();

    private static bool IsMuxer(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}
