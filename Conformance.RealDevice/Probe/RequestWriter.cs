using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>Writes histories as the probe reads them: struct daxspec_history, its bad ranges, its operations.</summary>
public static class RequestWriter
{
    /// <summary>What a turn of 1 means to a device whose threads nobody interleaves: an operation waits so long before it begins.</summary>
    private const int MicrosecondsPerTurn = 5;

    /// <summary>Bytes that a history takes.</summary>
    public static int Length(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var length = Unsafe.SizeOf<daxspec_history>() + history.Geometry.Bad.Length * Unsafe.SizeOf<daxspec_bad>();
        foreach (var operation in history.Operations) length += Unsafe.SizeOf<daxspec_op>() + operation.Spec.Args.Length * sizeof(ulong);
        return length;
    }

    /// <param name="to">gets the bytes</param>
    /// <param name="history">what to carry out</param>
    /// <param name="number">what journal and answer call it</param>
    /// <param name="loud">the kernel may report faults at length</param>
    /// <param name="operations">only so many of its operations; negative: all</param>
    public static void Write(IBufferWriter<byte> to, History history, ulong number, bool loud = true, int operations = -1)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(history);
        if (operations >= 0) history = history with { Operations = history.Operations[..operations] };
        var geometry = history.Geometry;
        var header = new daxspec_history
        {
            magic = DAXSPEC_HISTORY_MAGIC,
            bytes = (uint)Length(history),
            number = number,
            size = geometry.Size,
            data_offset = geometry.DataOffset,
            phys_addr = geometry.PhysAddr,
            clear = geometry.Clear,
            pfn_pad = geometry.PfnPad,
            ops = (uint)geometry.Ops,
            page_shift = (uint)geometry.PageShift,
            present = geometry.Present ? 1u : 0,
            bad = (uint)geometry.Bad.Length,
            operations = (uint)history.Operations.Length,
            flags = loud ? DAXSPEC_LOUD : 0,
            threads = (uint)(history.Threads?.Threads ?? 0),
        };
        for (var t = 0; t < header.threads; t++) header.length[t] = (uint)history.Threads!.Lengths[t];
        Put(to, header);
        foreach (var bad in geometry.Bad) Put(to, new daxspec_bad { sector = bad.Sector, sectors = bad.Sectors, acknowledged = bad.Acknowledged ? 1UL : 0 });
        for (var n = 0; n < history.Operations.Length; n++)
        {
            var operation = history.Operations[n];
            var (args, turn) = (operation.Spec.Args.Length, history.Threads is { } threads && n < threads.Turns.Length ? threads.Turns[n] : 0);
            Put(to, new daxspec_op { code = (uint)operation.Code, args = (ushort)args, delay = (ushort)(turn * MicrosecondsPerTurn) });
            for (var i = 0; i < args; i++) Put(to, operation[i]);
        }
    }

    private static void Put<T>(IBufferWriter<byte> to, in T value)
        where T : unmanaged
    {
        var length = Unsafe.SizeOf<T>();
        MemoryMarshal.Write(to.GetSpan(length), in value);
        to.Advance(length);
    }
}
