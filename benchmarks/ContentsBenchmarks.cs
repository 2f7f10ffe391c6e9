using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;

namespace Conformance.Benchmarks;

/// <summary>
/// Contents of pages: copied privately, recovered and loaded, read back by the device, and compared with the model's; and memcpy with memcmp
/// of as many bytes as the device reads back.
/// </summary>
public class ContentsBenchmarks
{
    private const int PageShift = 16, PageSize = 1 << PageShift, Pages = 4;

    private static readonly Geometry Device = new() { PageShift = PageShift, Size = Pages * PageSize };
    private static readonly History Written = new(Device, [.. Enumerable.Range(0, Pages).SelectMany(OfPage)]);

    private readonly byte[] _from = new byte[Pages * PageSize], _to = new byte[PageSize];
    private readonly Outcome[] _seen = new Outcome[Written.Operations.Length], _expected = new Outcome[Written.Operations.Length];
    private ITarget _target = null!;
    private IDeviceUnderTest _device = null!;
    private ReferenceDevice _model = null!;

    /// <summary>Bytes that one run of the history reads back: private pages, pages loaded, and the pages around each write.</summary>
    public static int Bytes { get; } = Written.Operations.Sum(ReadBack);

    [GlobalSetup]
    public void Open()
    {
        _target = Bench.Target("mmap:");
        _device = _target.Open();
        _model = new(Bench.Profile);
        MemoryMarshal.Cast<byte, ulong>(_from.AsSpan()).Fill(0x0123456789ABCDEF);
    }

    [GlobalCleanup]
    public void Close()
    {
        _device.Dispose();
        _model.Dispose();
        _target.Dispose();
    }

    [Benchmark]
    public bool CopyAndCompare()
    {
        var same = true;
        for (var i = 0; i < Bytes / PageSize; i++)
        {
            var page = _from.AsSpan(i % Pages * PageSize, PageSize);
            page.CopyTo(_to);
            same &= page.SequenceEqual(_to);
        }
        return same;
    }

    [Benchmark]
    public void DeviceAndModel()
    {
        _device.Run(Written, _seen);
        _model.Run(Written, _expected);
        for (var i = 0; i < _seen.Length; i++)
            if (!_seen[i].Has(Aspect.Contents) || _seen[i].Has(Aspect.Cow) != (Written.Operations[i].Code == OpCode.copy_cow_page_dax) || !_seen[i].Agrees(_expected[i])) throw new InvalidOperationException($"{_seen[i]} is not {_expected[i]}");
    }

    private static Operation[] OfPage(int page) =>
    [
        Operation.CopyCowPage(page * PageSize),
        Operation.RecoveryWrite((ulong)page, 0, PageSize, seed: 3),
        Operation.Load((ulong)page),
    ];

    private static int ReadBack(Operation operation)
    {
        var page = operation.Code == OpCode.copy_cow_page_dax ? operation[0] >> PageShift : operation[0];
        var window = operation.Code == OpCode.load ? 0 : Observation.Window(Device, page, 0, PageSize).Count;
        return (window + (operation.Code == OpCode.dax_recovery_write ? 0 : 1)) * PageSize;
    }
}
