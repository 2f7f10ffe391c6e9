using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Conformance.RealDevice.Lab;
using Conformance.Suite;

namespace Conformance.Tests;

/// <summary>
/// Each tutorial, followed to the letter: its sh blocks are run in order in an empty directory, each ends as it says ("sh exit 1"), and what
/// its text blocks show is what came out of them, or stands in a file that they made.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class TutorialTests : IDisposable
{
    private static readonly string Repository = Path.GetFullPath(Path.Join(PluginRun.Samples, ".."));
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-tutorial-");
    private readonly DirectoryInfo _tools = Directory.CreateTempSubdirectory("daxspec-tools-");

    [ToolFact("cc", "make")]
    public void The_tutorial_of_a_driver_in_C() => Follow("tutorial-c.md");

    [ToolFact("python3")]
    public void The_tutorial_of_a_driver_in_any_language()
    {
        Script("python3", $"exec '{PluginRun.Python.Value}' -S \"$@\"");
        Follow("tutorial-process.md");
    }

    [LabFact]
    public void The_tutorial_of_a_kernel_module() => Follow("tutorial-module.md", ("DAXSPEC_LAB_CACHE", LabCache.Default.Root));

    /// <summary>Without a network: what the machine has restored before serves. The packages are made of what was built for this test run.</summary>
    [ToolFact("dotnet")]
    public void The_tutorial_of_a_driver_in_NET() => Follow("tutorial-dotnet.md",
        ("DOTNET_CLI_HOME", _tools.FullName), ("NUGET_PACKAGES", Path.Join(_tools.FullName, "packages")), ("RestoreSources", Path.Join(_directory.FullName, "packages")),
        ("RestoreFallbackFolders", Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")),
        ("DAXSPEC_CASES", "500"));

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        _tools.Delete(recursive: true);
    }

    private void Follow(string tutorial, params (string Name, string Value)[] variables)
    {
        Script("daxspec", $"exec dotnet '{typeof(TutorialTests).Assembly.Location}' \"$@\"");
        // Nothing is built anew while its tests run: the assemblies under test go into the package.
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(TutorialTests).Assembly.Location)))!;
        Script("dotnet", $"""
            if [ "$1" = pack ]; then
              export RestoreSources= RestoreFallbackFolders= NUGET_PACKAGES='{Environment.GetEnvironmentVariable("NUGET_PACKAGES")}'
              case "$*" in *AsLibrary*) set -- "$@" --no-build -c {configuration};; esac
            fi
            exec '{Dotnet()}' "$@"
            """);
        var output = "";
        var ran = 0;
        foreach (var (kind, exit, text) in Blocks(Path.Join(Repository, "docs", tutorial)))
        {
            if (kind == "sh")
            {
                var (code, said) = Run(text, variables);
                Assert.True(code == exit, $"{tutorial} says exit {exit} of this block, which ended with {code}:\n{text}\n{said}");
                output += said;
                ran++;
            }
            else Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(output.Contains(line.Trim(), StringComparison.Ordinal) || Made(line.Trim()), $"{tutorial} shows what did not come: {line}\n{output}"));
        }
        Assert.True(ran > 2, $"{tutorial} has {ran} blocks to run");
    }

    private static IEnumerable<(string Kind, int Exit, string Text)> Blocks(string file) =>
        Fence().Matches(File.ReadAllText(file)).Select(m => (m.Groups[1].Value, m.Groups[2].Success ? int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) : 0, m.Groups[3].Value));

    private (int Code, string Output) Run(string block, (string Name, string Value)[] variables)
    {
        var info = new ProcessStartInfo("bash", ["-e", "-c", $"exec 2>&1\n{block}"]) { WorkingDirectory = _directory.FullName, RedirectStandardOutput = true };
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("DAXSPEC_", StringComparison.Ordinal) || k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("VSTEST", StringComparison.Ordinal)).ToArray()) info.Environment.Remove(name);
        info.Environment["DAXSPEC"] = Repository;
        info.Environment["PATH"] = $"{_tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in variables) info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private bool Made(string line) => _directory.EnumerateFiles("*", SearchOption.AllDirectories).Any(f => f.Extension is ".cs" or ".c" or ".py" or ".md" && File.ReadAllText(f.FullName).Contains(line, StringComparison.Ordinal));

    private void Script(string name, string text)
    {
        var file = Path.Join(_tools.FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Dotnet() => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";

    [GeneratedRegex("^```(sh|text)(?: exit (\\d+))?\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
