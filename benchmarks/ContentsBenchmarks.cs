using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;

namespace Conformance.Benchmarks;

/// <summary>Bytes a second: private pages copied by the device, copied by the model and compared; and memcpy with memcmp of as many bytes.</summary>
public class ContentsBenchmarks
{
    public const int PageSize = 1 << 16;
    public const int Pages = 64;

    private readonly byte[] _from = new byte[PageSize * 4], _to = new byte[PageSize];
    private readonly Outcome[] _seen = new Outcome[Pages], _expected = new Outcome[Pages];
    private ITarget _target = null!;
    private IDeviceUnderTest _device = null!;
    private ReferenceDevice _model = null!;
    private History _history = null!;

    [GlobalSetup]
    public void Open()
    {
        _target = Bench.Target("mmap:");
        _device = _target.Open();
        _model = new(Bench.Profile);
        var copy = HistoryText.ParseOperation("copy_cow_page_dax");
        _history = new(new() { PageShift = 16, Size = 4 * PageSize }, [.. Enumerable.Range(0, Pages).Select(i => copy.With(copy.Spec.Args.ToList().FindIndex(a => a.Name == "pos"), (ulong)(i % 4 * PageSize)))]);
        MemoryMarshal.Cast<byte, ulong>(_from.AsSpan()).Fill(0x0123456789ABCDEF);
    }

    [GlobalCleanup]
    public void Close()
    {
        _device.Dispose();
        _model.Dispose();
        _target.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Pages)]
    public bool CopyAndCompare()
    {
        var same = true;
        for (var i = 0; i < Pages; i++)
        {
            var page = _from.AsSpan(i % 4 * PageSize, PageSize);
            page.CopyTo(_to);
            same &= page.SequenceEqual(_to);
        }
        return same;
    }

    [Benchmark(OperationsPerInvoke = Pages)]
    public void DeviceAndModel()
    {
        _device.Run(_history, _seen);
        _model.Run(_history, _expected);
        for (var i = 0; i < Pages; i++)
            if (!_seen[i].Has(Aspect.Cow) || !_seen[i].Agrees(_expected[i])) throw new InvalidOperationException($"{_seen[i]} is not {_expected[i]}");
    }
}
