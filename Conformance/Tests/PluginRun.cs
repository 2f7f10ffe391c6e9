using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Conformance.CommandLine;

namespace Conformance.Tests;

/// <summary>What tests of plugged-in drivers need: the samples, a C compiler, the command line.</summary>
internal static class PluginRun
{
    public static string Samples { get; } = Path.GetFullPath(Path.Join(Here(), "..", "..", "samples"));

    /// <summary>The interpreter itself: a wrapper around it may take four times as long to start, and each crash of a driver costs a start.</summary>
    public static Lazy<string> Python { get; } = new(() =>
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; print(sys.executable)"]) { RedirectStandardOutput = true })!;
        return python.StandardOutput.ReadToEnd().Trim();
    });

    /// <summary>Compiles C to a shared library.</summary>
    public static string Library(string directory, string name, string source)
    {
        var (file, library) = (Path.Join(directory, $"{name}.c"), Path.Join(directory, $"{name}.so"));
        File.WriteAllText(file, source);
        return Compile(file, library, "-shared", "-fPIC");
    }

    public static string Compile(string source, string output, params string[] options)
    {
        using var cc = Process.Start(new ProcessStartInfo("cc", ["-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", .. options, "-I", Path.Join(Samples, "c"), "-o", output, source]) { RedirectStandardError = true })!;
        var error = cc.StandardError.ReadToEnd();
        cc.WaitForExit();
        Assert.True(cc.ExitCode == 0, error);
        return output;
    }

    /// <summary>daxspec with these arguments.</summary>
    public static (int Code, string Output, string Error) Daxspec(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>daxspec check with few cases.</summary>
    public static (int Code, string Output, string Error) Check(string target, string directory, params string[] more) =>
        Daxspec(CheckArguments(target, directory, more));

    /// <summary>The same in a process of its own, where calls of a driver may take so many seconds: DAXSPEC_DEADLINE is a process's.</summary>
    public static (int Code, string Output) CheckWithin(int seconds, string target, string directory, params string[] more) => DaxspecWithin(seconds, CheckArguments(target, directory, more));

    /// <inheritdoc cref="CheckWithin"/>
    public static (int Code, string Output) DaxspecWithin(int seconds, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PluginRun).Assembly.Location, .. args]) { RedirectStandardOutput = true };
        start.Environment["DAXSPEC_DEADLINE"] = seconds.ToString(CultureInfo.InvariantCulture);
        using var daxspec = Process.Start(start)!;
        var output = daxspec.StandardOutput.ReadToEnd();
        daxspec.WaitForExit();
        return (daxspec.ExitCode, output);
    }

    /// <summary>The token of the first finding that a run prints.</summary>
    public static string TokenOf(string output) =>
        output.Split('\n').First(l => l.TrimStart().StartsWith("replay", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];

    private static string[] CheckArguments(string target, string directory, string[] more) =>
        ["check", target, .. more.Contains("--cases") ? Array.Empty<string>() : ["--cases", "200", "--sweep-step", "10"], "--out", Path.Join(directory, "out"), .. more];

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
