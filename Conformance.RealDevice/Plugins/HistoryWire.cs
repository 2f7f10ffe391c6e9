using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conformance.Reference.Block;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>Profiles, histories and answers as they go between this program and its child, which is the same program: no other reads them.</summary>
internal static class HistoryWire
{
    // By hand: what a serializer compiles to learn a type is half of what a child takes to start, and each crash of a driver costs a start.
    public static void Write(BinaryWriter to, Profile profile)
    {
        to.Write(profile.Name);
        to.Write(profile.Title);
        to.Write(profile.AccessMode);
        to.Write((int)profile.NegativeCount);
        to.Write(profile.NullOpsGuard);
        to.Write(profile.PoisonErrno);
        to.Write(profile.OutputsBeforeCheck);
        to.Write((int)profile.CheckLength);
        to.Write(profile.DaxSupportedUsed);
        to.Write(profile.DaxSupportedMember);
        to.Write(profile.ClearBeforeWrite);
        to.Write((int)profile.Badblocks);
        to.Write((int)profile.Iomap);
        to.Write(profile.IomapStale);
        to.Write((int)profile.PgoffHelper);
    }

    public static Profile ReadProfile(BinaryReader from) => new()
    {
        Name = from.ReadString(),
        Title = from.ReadString(),
        AccessMode = from.ReadBoolean(),
        NegativeCount = (NegativeCount)from.ReadInt32(),
        NullOpsGuard = from.ReadBoolean(),
        PoisonErrno = from.ReadInt32(),
        OutputsBeforeCheck = from.ReadBoolean(),
        CheckLength = (CheckLength)from.ReadInt32(),
        DaxSupportedUsed = from.ReadBoolean(),
        DaxSupportedMember = from.ReadBoolean(),
        ClearBeforeWrite = from.ReadBoolean(),
        Badblocks = (BadblocksAlgorithm)from.ReadInt32(),
        Iomap = (IomapForm)from.ReadInt32(),
        IomapStale = from.ReadBoolean(),
        PgoffHelper = (PgoffHelper)from.ReadInt32(),
    };

    public static void Write(BinaryWriter to, History history)
    {
        var geometry = history.Geometry;
        to.Write(geometry.Present);
        to.Write((byte)geometry.PageShift);
        to.Write(geometry.Size);
        to.Write(geometry.DataOffset);
        to.Write(geometry.PfnPad);
        to.Write(geometry.PhysAddr);
        to.Write((byte)geometry.Ops);
        to.Write(geometry.Clear);
        to.Write(geometry.Synchronous);
        to.Write(geometry.Bad.Length);
        foreach (var bad in geometry.Bad)
        {
            to.Write(bad.Sector);
            to.Write(bad.Sectors);
            to.Write(bad.Acknowledged);
        }
        to.Write(history.Operations.Length);
        foreach (var operation in history.Operations)
        {
            to.Write((byte)operation.Code);
            for (var i = 0; i < operation.Spec.Args.Length; i++) to.Write(operation[i]);
        }
        to.Write((byte)(history.Threads?.Threads ?? 0));
        if (history.Threads is not { } threads) return;
        foreach (var length in threads.Lengths) to.Write(length);
        to.Write(threads.Turns.Length);
        to.Write(threads.Turns.AsSpan());
    }

    public static History ReadHistory(BinaryReader from)
    {
        var geometry = new Geometry
        {
            Present = from.ReadBoolean(),
            PageShift = from.ReadByte(),
            Size = from.ReadUInt64(),
            DataOffset = from.ReadUInt64(),
            PfnPad = from.ReadUInt32(),
            PhysAddr = from.ReadUInt64(),
            Ops = (DriverOps)from.ReadByte(),
            Clear = from.ReadInt64(),
            Synchronous = from.ReadBoolean(),
        };
        var bad = ImmutableArray.CreateBuilder<BadRange>();
        for (var count = from.ReadInt32(); count > 0; count--) bad.Add(new(from.ReadUInt64(), from.ReadUInt64(), from.ReadBoolean()));
        var operations = ImmutableArray.CreateBuilder<Operation>();
        Span<ulong> args = stackalloc ulong[OperationSpec.MaxArgs];
        for (var count = from.ReadInt32(); count > 0; count--)
        {
            var spec = OperationSpec.For((OpCode)from.ReadByte());
            for (var i = 0; i < spec.Args.Length; i++) args[i] = from.ReadUInt64();
            operations.Add(new(spec.Code, args[..spec.Args.Length]));
        }
        var history = new History(geometry with { Bad = bad.ToImmutable() }, operations.ToImmutable());
        if (from.ReadByte() is not (> 0 and var threads)) return history;
        var lengths = ImmutableArray.CreateBuilder<int>(threads);
        for (var t = 0; t < threads; t++) lengths.Add(from.ReadInt32());
        return history with { Threads = new(lengths.ToImmutable(), [.. from.ReadBytes(from.ReadInt32())]) };
    }

    /// <param name="to">the other side</param>
    /// <param name="outcomes">one for each operation</param>
    /// <param name="spans">when each began and ended, where there were threads; else empty</param>
    /// <param name="trouble">what went wrong, or null</param>
    public static void Write(BinaryWriter to, ReadOnlySpan<Outcome> outcomes, ReadOnlySpan<(int Began, int Ended)> spans, Trouble? trouble)
    {
        to.Write(MemoryMarshal.AsBytes(outcomes));
        to.Write(MemoryMarshal.AsBytes(spans));
        to.Write(trouble is not null);
        if (trouble is null) return;
        to.Write((byte)trouble.Conduct);
        to.Write(trouble.Step);
        to.Write(trouble.Got);
        to.Write(trouble.Allowed);
        to.Write(trouble.Because);
    }

    /// <summary>The driver shares its memory with the writer, so nothing is taken for granted.</summary>
    /// <exception cref="InvalidDataException">that cannot have been written</exception>
    public static (Outcome[] Outcomes, (int Began, int Ended)[] Spans, Trouble? Trouble) ReadAnswer(BinaryReader from, History history)
    {
        var operations = history.Operations.Length;
        var (outcomes, spans) = (new Outcome[operations], new (int Began, int Ended)[history.Threads is null ? 0 : operations]);
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(outcomes.AsSpan()));
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(spans.AsSpan()));
        foreach (ref readonly var outcome in outcomes.AsSpan()) Check(outcome);
        foreach (var (began, ended) in spans)
            if (began <= 0 || ended <= began && (began, ended) != (IConcurrentDevice.Never, IConcurrentDevice.Never)) throw new InvalidDataException($"a call from {began} to {ended}");
        if (!from.ReadBoolean()) return (outcomes, spans, null);
        var (conduct, step) = ((Conduct)from.ReadByte(), from.ReadInt32());
        if (conduct > Conduct.AsDeclared || step < 0 || step >= Math.Max(1, operations)) throw new InvalidDataException($"trouble {conduct} at step {step}");
        return (outcomes, spans, new(conduct, step, from.ReadString(), from.ReadString(), from.ReadString(), []));
    }

    /// <exception cref="InvalidDataException">no outcome looks like that</exception>
    public static void Check(in Outcome outcome)
    {
        const uint all = (1u << Outcome.AspectCount) - 1;
        if (outcome.Kind > OutcomeKind.Answered || (outcome.Seen.Bits & ~all) != 0 || (outcome.Untouched.Bits & ~outcome.Seen.Bits) != 0 || outcome[Aspect.Fault] > (ulong)Fault.Livelock)
            throw new InvalidDataException($"an outcome of kind {(int)outcome.Kind} with aspects 0x{outcome.Seen.Bits:x}");
    }

    public static int OutcomeBytes => Unsafe.SizeOf<Outcome>();
}
