using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;

namespace Conformance.Benchmarks;

/// <summary>Operations a second: the C sample in a process of its own, and the same library called in this one.</summary>
public class PluginBenchmarks
{
    public const int Cases = 4000;

    private DirectoryInfo _directory = null!;
    private ITarget _child = null!, _inside = null!;

    [GlobalSetup]
    public void Compile()
    {
        _directory = Directory.CreateTempSubdirectory("daxspec-benchmark-");
        var library = Path.Join(_directory.FullName, "sample.so");
        var samples = Program.Beside("samples/c");
        using (var compiler = Process.Start("gcc", ["-O2", "-shared", "-fPIC", "-D_GNU_SOURCE", "-I", samples, "-o", library, Path.Join(samples, "sample.c")])) compiler.WaitForExit();
        _child = Bench.Target($"lib:{library}");
        _inside = new DriverTarget(() => new LibraryDriver(library), Bench.Profile);
    }

    [GlobalCleanup]
    public void Close()
    {
        _child.Dispose();
        _inside.Dispose();
        _directory.Delete(recursive: true);
    }

    [Benchmark]
    public long InItsOwnProcess() => Bench.Check(_child, Cases);

    [Benchmark]
    public long InThisProcess() => Bench.Check(_inside, Cases);
}
