using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.Tests;

/// <summary>The probe's side of the wire format: reads requests, writes answers.</summary>
internal static class FakeWire
{
    public static (ulong Number, History History) Read(ref ReadOnlySpan<byte> from)
    {
        var head = Take<daxspec_history>(ref from);
        var bad = ImmutableArray.CreateBuilder<BadRange>();
        for (var i = 0; i < head.bad; i++)
        {
            var range = Take<daxspec_bad>(ref from);
            bad.Add(new(range.sector, range.sectors, range.acknowledged != 0));
        }
        var operations = ImmutableArray.CreateBuilder<Operation>();
        for (var i = 0; i < head.operations; i++)
        {
            var operation = Take<daxspec_op>(ref from);
            var args = new ulong[operation.args];
            for (var k = 0; k < args.Length; k++) args[k] = Take<ulong>(ref from);
            operations.Add(new((OpCode)operation.code, args));
        }
        var geometry = new Geometry
        {
            Present = head.present != 0,
            PageShift = (int)head.page_shift,
            Size = head.size,
            DataOffset = head.data_offset,
            PfnPad = head.pfn_pad,
            PhysAddr = head.phys_addr,
            Ops = (DriverOps)head.ops,
            Clear = head.clear,
            Bad = bad.ToImmutable(),
        };
        return (head.number, new(geometry, operations.ToImmutable()));
    }

    public static void Write(ArrayBufferWriter<byte> to, ulong number, Outcome[] outcomes, string log)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var outcome in outcomes)
        {
            var text = Encoding.UTF8.GetBytes(log);
            Put(body, new daxspec_outcome { kind = (uint)outcome.Kind, seen = outcome.Seen.Bits, untouched = outcome.Untouched.Bits, log = (uint)text.Length });
            foreach (var aspect in outcome.Seen.Items) Put(body, outcome[aspect]);
            body.Write(text);
            body.Write(new byte[-text.Length & 7]);
        }
        Put(to, new daxspec_answer { magic = DAXSPEC_ANSWER_MAGIC, bytes = (uint)(Unsafe.SizeOf<daxspec_answer>() + body.WrittenCount), number = number, outcomes = (uint)outcomes.Length });
        to.Write(body.WrittenSpan);
    }

    private static T Take<T>(ref ReadOnlySpan<byte> from)
        where T : unmanaged
    {
        var value = MemoryMarshal.Read<T>(from);
        from = from[Unsafe.SizeOf<T>()..];
        return value;
    }

    private static void Put<T>(ArrayBufferWriter<byte> to, T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(to.GetSpan(Unsafe.SizeOf<T>()), in value);
        to.Advance(Unsafe.SizeOf<T>());
    }
}
