using System.Diagnostics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Conformance.Reference.Dax;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Nvdimm;

namespace Conformance.Benchmarks;

/// <summary>Calls a second: __pmem_direct_access of the model, and the same arithmetic in C.</summary>
public unsafe class ModelBenchmarks
{
    public const int Calls = 1_000_000;

    private const string Source = """
        #include <stdint.h>
        #include <stddef.h>
        struct device { uint64_t phys_addr, data_offset, size; uint32_t pfn_pad; int count; };
        __attribute__((noinline)) static long direct_access(const struct device *d, uint64_t pgoff, long nr_pages, int mode, uint64_t *kaddr, uint64_t *pfn)
        {
            uint64_t offset = (pgoff << 12) + d->data_offset;
            if (kaddr) *kaddr = offset;
            if (pfn) *pfn = (d->phys_addr + offset) >> 12;
            if (d->count) return mode ? 1 : nr_pages;
            return (long)((d->size - d->pfn_pad - offset) >> 12);
        }
        uint64_t run(uint64_t pages, long calls)
        {
            struct device d = { 0x100000000, 0, pages << 12, 0, 0 };
            uint64_t sum = 0, kaddr, pfn;
            for (long i = 0; i < calls; i++) { sum += direct_access(&d, i % 7, 1 + i % 3, 0, &kaddr, &pfn); sum += kaddr ^ pfn; }
            return sum;
        }
        """;

    private readonly Kernel _kernel = new(Bench.Profile);
    private readonly PmemDevice _pmem = new(Bench.Profile);
    private Pmem _driver = null!;
    private DirectoryInfo _directory = null!;
    private delegate* unmanaged<ulong, long, ulong> _run;

    [GlobalSetup]
    public void Compile()
    {
        _driver = new(_kernel, new Super(_kernel));
        _kernel.Boot(12);
        _pmem.Reset(new());
        _directory = Directory.CreateTempSubdirectory("daxspec-benchmark-");
        var (source, library) = (Path.Join(_directory.FullName, "model.c"), Path.Join(_directory.FullName, "model.so"));
        File.WriteAllText(source, Source);
        using var compiler = Process.Start("gcc", ["-O2", "-shared", "-fPIC", "-o", library, source]);
        compiler.WaitForExit();
        _run = (delegate* unmanaged<ulong, long, ulong>)NativeLibrary.GetExport(NativeLibrary.Load(library), "run");
        if (InC() != InTheModel()) throw new InvalidOperationException("the model and the C say different things");
    }

    [GlobalCleanup]
    public void Delete() => _directory.Delete(recursive: true);

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong InC() => _run(new Geometry().Pages, Calls);

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong InTheModel()
    {
        var (driver, pmem, sum) = (_driver, _pmem, 0UL);
        for (long i = 0; i < Calls; i++)
        {
            var (kaddr, pfn) = (new Output(true), new Output(true));
            sum += (ulong)driver.__pmem_direct_access(pmem, (ulong)(i % 7), 1 + i % 3, AccessMode.Access, ref kaddr, ref pfn);
            sum += kaddr.Value ^ pfn.Value;
        }
        return sum;
    }
}
