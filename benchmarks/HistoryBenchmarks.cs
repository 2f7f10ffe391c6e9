using BenchmarkDotNet.Attributes;
using Conformance.Reference.Histories;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;

namespace Conformance.Benchmarks;

/// <summary>Operations a second: sequences on the in-process device and both oracles, and FsCheck's state machines on a counter.</summary>
public class HistoryBenchmarks
{
    /// <summary>Operations of calls:calls=4, its closing looks included.</summary>
    public static int Operations { get; } = OperationsOf(Exhaustive.Scopes.Parse("calls:calls=4"));

    private ITarget _target = null!;

    [GlobalSetup]
    public void Open() => _target = Bench.Target("mmap:");

    [GlobalCleanup]
    public void Close() => _target.Dispose();

    [Benchmark]
    public void Sequences() => Bench.Prove(_target, "calls:calls=4", 1);

    /// <returns>operations that the machine ran</returns>
    [Benchmark]
    public long Machines()
    {
        Counter.Operations = 0;
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithQuietOnSuccess(true).WithReplay(1, 3), new CounterMachine().ToProperty());
        return Counter.Operations;
    }

    private static int OperationsOf(Exhaustive.Scope scope) => Enumerable.Range(0, (int)scope.Count).Sum(i => scope.At(i).Operations.Length);

    private sealed class Counter
    {
        public static long Operations { get; set; }

        public int Value { get; set; }
    }

    private sealed class CounterMachine : Machine<Counter, int>
    {
        public override Arbitrary<Setup<Counter, int>> Setup => Gen.Constant<Setup<Counter, int>>(new Start()).ToArbitrary();

        public override Gen<Operation<Counter, int>> Next(int model) => Gen.Elements<Operation<Counter, int>>(new Add(1), new Add(-1));
    }

    private sealed class Start : Setup<Counter, int>
    {
        public override Counter Actual() => new();

        public override int Model() => 0;
    }

    private sealed class Add(int by) : Operation<Counter, int>
    {
        public override Property Check(Counter actual, int model)
        {
            Counter.Operations++;
            actual.Value += by;
            return (actual.Value == model).ToProperty();
        }

        public override int Run(int model) => model + by;
    }
}
