using BenchmarkDotNet.Attributes;
using Conformance.Reference.Histories;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Benchmarks;

/// <summary>Cases a second: direct_access enumerated and held against both oracles, and an empty property of FsCheck's.</summary>
[MemoryDiagnoser]
public class DirectAccessBenchmarks
{
    public const int Properties = 20_000;

    private const string Scope = "direct-access:pages=8";

    /// <summary>Its cases: 4 states a page, 3 forms, 2 modes, 4 sets of outputs, 12 pgoff, 13 counts.</summary>
    public const int Cases = (1 << 16) * 3 * 2 * 4 * 12 * 13;

    private ITarget _target = null!;

    [GlobalSetup]
    public void Open() => _target = Bench.Target("mmap:");

    [GlobalCleanup]
    public void Close() => _target.Dispose();

    [Benchmark(OperationsPerInvoke = Properties)]
    public void EmptyProperty() => FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Properties).WithQuietOnSuccess(true), Prop.ForAll<int>(_ => true));

    [Benchmark(OperationsPerInvoke = Cases)]
    public void OneThread() => Bench.Prove(_target, Scope, 1);

    [Benchmark(OperationsPerInvoke = Cases)]
    public void TwoThreads() => Bench.Prove(_target, Scope, 2);
}
