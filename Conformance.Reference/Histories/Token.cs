using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;

namespace Conformance.Reference.Histories;

/// <summary>
/// One line that holds a whole case: "dax1:" and base64url of profile, geometry and operations as variable-length numbers,
/// closed by a 16-bit check. It needs no seed and no suite version to replay.
/// </summary>
public readonly record struct Token(string Profile, History History)
{
    public const string Prefix = "dax1:";
    private const int MaxOperations = 4096;

    public override string ToString()
    {
        var bytes = new List<byte>();
        var profile = Encoding.ASCII.GetBytes(Profile);
        Put(bytes, (ulong)profile.Length);
        bytes.AddRange(profile);
        PutGeometry(bytes, History.Geometry);
        Put(bytes, (ulong)History.Operations.Length);
        foreach (var operation in History.Operations)
        {
            bytes.Add((byte)operation.Code);
            for (var i = 0; i < operation.Spec.Args.Length; i++) PutArgument(bytes, operation.Spec.Args[i], operation[i]);
        }
        PutThreads(bytes, History.Threads);
        var check = (ushort)Digest.Of([.. bytes]);
        bytes.Add((byte)check);
        bytes.Add((byte)(check >> 8));
        return Prefix + Base64Url.EncodeToString([.. bytes]);
    }

    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static Token Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            throw new FormatException($"a token starts with '{Prefix}'; found '{(text.Length > 20 ? text[..20] + "..." : text)}'");
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length).Trim());
        }
        catch (FormatException)
        {
            throw new FormatException($"the token holds characters outside A-Z a-z 0-9 - _: copy the whole '{Prefix}...' word again");
        }
        if (bytes.Length < 3 || (ushort)Digest.Of(bytes.AsSpan(0, bytes.Length - 2)) != (bytes[^2] | bytes[^1] << 8))
            throw new FormatException($"the token is cut short or changed (its check does not match): copy the whole '{Prefix}...' word again");
        var reader = new Reader(bytes.AsMemory(0, bytes.Length - 2));
        var profile = Encoding.ASCII.GetString(reader.Bytes((int)Math.Min(reader.Next(), 64)));
        var geometry = GetGeometry(reader);
        var count = reader.Next();
        if (count > MaxOperations) throw new FormatException($"the token claims {count} operations: wanted at most {MaxOperations}");
        var operations = ImmutableArray.CreateBuilder<Operation>();
        for (var i = 0UL; i < count; i++) operations.Add(GetOperation(reader));
        return new(profile, new(geometry, operations.ToImmutable()) { Threads = reader.AtEnd ? null : GetThreads(reader, operations.Count) });
    }

    /// <summary>Nothing, where operations come one after the other.</summary>
    private static void PutThreads(List<byte> bytes, Interleaving? threads)
    {
        if (threads is null) return;
        Put(bytes, (ulong)threads.Lengths.Length);
        foreach (var length in threads.Lengths) Put(bytes, (ulong)length);
        Put(bytes, (ulong)threads.Turns.Length);
        bytes.AddRange(threads.Turns);
    }

    private static Interleaving GetThreads(Reader reader, int operations)
    {
        var count = reader.Next();
        if (count is 0 or > Interleaving.MaxThreads) throw new FormatException($"the token claims {count} threads: wanted 1 to {Interleaving.MaxThreads}");
        var lengths = new int[count];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = (int)Math.Min(reader.Next(), MaxOperations);
        if (lengths.Sum() != operations) throw new FormatException($"the token spreads {lengths.Sum()} operations over threads and has {operations}");
        var turns = reader.Next();
        if (turns > Interleaving.MaxTurns) throw new FormatException($"the token claims {turns} turns: wanted at most {Interleaving.MaxTurns}");
        return new([.. lengths], [.. reader.Bytes((int)turns).ToArray().Select(t => (byte)(t % Interleaving.MaxThreads))]);
    }

    private static void PutGeometry(List<byte> bytes, Geometry geometry)
    {
        Put(bytes, (geometry.Present ? 1UL : 0) | (ulong)geometry.PageShift << 1 | (geometry.Synchronous ? 0UL : 1 << 7));
        Put(bytes, geometry.Size);
        Put(bytes, geometry.DataOffset);
        Put(bytes, geometry.PfnPad);
        Put(bytes, geometry.PhysAddr);
        Put(bytes, (ulong)geometry.Ops);
        Put(bytes, ZigZag(geometry.Clear));
        Put(bytes, (ulong)geometry.Bad.Length);
        foreach (var bad in geometry.Bad)
        {
            Put(bytes, bad.Sector);
            Put(bytes, bad.Sectors);
            Put(bytes, bad.Acknowledged ? 1UL : 0);
        }
    }

    private static Geometry GetGeometry(Reader reader)
    {
        var head = reader.Next();
        var shift = (int)(head >> 1 & 63);
        if (shift is not (12 or 14 or 16)) throw new FormatException($"the token's page size is 2^{shift}: wanted 2^12, 2^14 or 2^16");
        var geometry = new Geometry
        {
            Present = (head & 1) != 0,
            PageShift = shift,
            Size = reader.Next(),
            DataOffset = reader.Next(),
            PfnPad = (uint)Math.Min(reader.Next(), uint.MaxValue),
            PhysAddr = reader.Next(),
            Ops = (DriverOps)reader.Next() & DriverOps.All,
            Clear = UnZigZag(reader.Next()),
            Synchronous = (head >> 7 & 1) == 0,
        };
        var bad = ImmutableArray.CreateBuilder<BadRange>();
        for (var count = Math.Min(reader.Next(), MaxOperations); count > 0; count--) bad.Add(new(reader.Next(), reader.Next(), reader.Next() != 0));
        return geometry with { Bad = bad.ToImmutable() };
    }

    private static Operation GetOperation(Reader reader)
    {
        var code = reader.Next();
        if (code >= (ulong)OperationSpec.All.Length) throw new FormatException($"the token names operation {code}: this version knows 0 to {OperationSpec.All.Length - 1}");
        var spec = OperationSpec.For((OpCode)code);
        Span<ulong> args = stackalloc ulong[spec.Args.Length];
        for (var i = 0; i < args.Length; i++) args[i] = spec.Args[i].Signed ? unchecked((ulong)UnZigZag(reader.Next())) : reader.Next();
        return new(spec.Code, args);
    }

    private static void PutArgument(List<byte> bytes, ArgSpec arg, ulong value) => Put(bytes, arg.Signed ? ZigZag(unchecked((long)value)) : value);

    private static void Put(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    private static ulong ZigZag(long value) => unchecked((ulong)(value << 1 ^ value >> 63));

    private static long UnZigZag(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));

    private sealed class Reader(ReadOnlyMemory<byte> bytes)
    {
        private int _at;

        public bool AtEnd => _at == bytes.Length;

        public ulong Next()
        {
            var value = 0UL;
            for (var shift = 0; shift < 70; shift += 7)
            {
                var part = Bytes(1)[0];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80) return value;
            }
            throw new FormatException("the token holds a number of more than 64 bits");
        }

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > bytes.Length - _at) throw new FormatException("the token ends in the middle of a case");
            _at += count;
            return bytes.Span.Slice(_at - count, count);
        }
    }
}
