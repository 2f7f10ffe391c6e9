using System.Diagnostics;
using Conformance.Lab;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>Runs lab/prepare of the checkout, or of the package, that this program is from.</summary>
internal static class LabScript
{
    /// <summary>The script, from the directory of this program upward.</summary>
    /// <exception cref="TargetException">it is not there</exception>
    public static string Find(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
            if (Path.Combine(directory.FullName, "lab", "prepare") is var script && File.Exists(script)) return script;
        throw new TargetException($"found no lab/prepare in {from} or above; wanted the lab directory of the repository; run daxspec from a checkout (dotnet run --project Conformance), or prepare there");
    }

    /// <summary>Forwards its output line by line.</summary>
    /// <returns>0, or what says that preparing failed.</returns>
    public static int Run(IEnumerable<string> arguments, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        using var script = new Process { StartInfo = new("bash", [Find(AppContext.BaseDirectory), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        script.OutputDataReceived += (_, e) => Forward(e.Data, output);
        script.ErrorDataReceived += (_, e) => Forward(e.Data, error);
        script.Start();
        script.BeginOutputReadLine();
        script.BeginErrorReadLine();
        using (cancel.Register(() => script.Kill(entireProcessTree: true))) script.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        return script.ExitCode switch { 0 => ExitCodes.Conforms, ExitCodes.Usage => ExitCodes.Usage, _ => ExitCodes.Harness };
    }

    /// <summary>Makes a kernel of the user's own ready to boot.</summary>
    /// <returns>The name that it has in the lab.</returns>
    /// <exception cref="TargetException">it cannot be prepared</exception>
    public static string PrepareOwn(string generation, OwnKernel own, TextWriter error, CancellationToken cancel)
    {
        var name = $"own-{generation}";
        var code = Run(["--kernel-image", own.Image, "--modules", own.Modules, "--name", name, .. own.Headers is { } headers ? ["--headers", headers] : Array.Empty<string>()], error, error, cancel);
        return code == ExitCodes.Conforms ? name : throw new TargetException($"{own.Image} could not be prepared (exit code {code}): see above");
    }

    private static void Forward(string? line, TextWriter to)
    {
        if (line is null) return;
        lock (to) to.WriteLine(line);
    }
}
