using System.Runtime.CompilerServices;

namespace Conformance.Reference.Histories;

/// <summary>
/// One operation: an op code and its arguments as 64-bit patterns, in the order of <see cref="OperationSpec"/>.
/// The named members read and make the arguments of the kernel functions.
/// </summary>
public readonly struct Operation : IEquatable<Operation>
{
    [InlineArray(OperationSpec.MaxArgs)]
    private struct Values
    {
        private ulong _first;
    }

    private readonly Values _args;

    public Operation(OpCode code, params ReadOnlySpan<ulong> args)
    {
        var expected = OperationSpec.For(code).Args.Length;
        if (args.Length != expected)
            throw new ArgumentException($"{code} takes {expected} arguments, got {args.Length}", nameof(args));
        Code = code;
        for (var i = 0; i < args.Length; i++) _args[i] = args[i];
    }

    public OpCode Code { get; }

    public OperationSpec Spec => OperationSpec.For(Code);

    /// <summary>Argument i as its 64-bit pattern.</summary>
    public ulong this[int i] => _args[i];

    /// <summary>Argument i as a signed number.</summary>
    public long Signed(int i) => unchecked((long)_args[i]);

    public Operation With(int i, ulong value)
    {
        Span<ulong> args = stackalloc ulong[Spec.Args.Length];
        for (var k = 0; k < args.Length; k++) args[k] = k == i ? value : _args[k];
        return new(Code, args);
    }

    public static Operation DirectAccess(ulong pgoff, long nrPages, AccessMode mode = AccessMode.Access, bool kaddr = true, bool pfn = true) =>
        new(OpCode.dax_direct_access, pgoff, unchecked((ulong)nrPages), (ulong)mode, kaddr ? 1UL : 0, pfn ? 1UL : 0);

    public static Operation ZeroPageRange(ulong pgoff, long nrPages) => new(OpCode.dax_zero_page_range, pgoff, unchecked((ulong)nrPages));

    public static Operation RecoveryWrite(ulong pgoff, ulong offset, ulong bytes, byte seed) => new(OpCode.dax_recovery_write, pgoff, offset, bytes, seed);

    public static Operation BadblocksSet(ulong sector, ulong sectors, bool acknowledged = true) => new(OpCode.badblocks_set, sector, sectors, acknowledged ? 1UL : 0);

    public static Operation BadblocksClear(ulong sector, ulong sectors) => new(OpCode.badblocks_clear, sector, sectors);

    public static Operation BadblocksCheck(ulong sector, ulong sectors) => new(OpCode.badblocks_check, sector, sectors);

    public static Operation CopyCowPage(long pos, ulong addr = 0, ulong offset = 0) => new(OpCode.copy_cow_page_dax, unchecked((ulong)pos), addr, offset);

    public static Operation Load(ulong pgoff, int mapping = 0) => new(OpCode.load, pgoff, (ulong)mapping);

    public static Operation Store(ulong pgoff, ulong offset, ulong bytes, byte seed, int mapping = 0) => new(OpCode.store, pgoff, offset, bytes, seed, (ulong)mapping);

    public static Operation Fault(ulong pgoff, bool write = false, bool isPrivate = false) => new(OpCode.fault, pgoff, write ? 1UL : 0, isPrivate ? 1UL : 0);

    public static Operation Read(ulong pgoff, ulong offset, ulong bytes) => new(OpCode.pread, pgoff, offset, bytes);

    public static Operation Write(ulong pgoff, ulong offset, ulong bytes, byte seed) => new(OpCode.pwrite, pgoff, offset, bytes, seed);

    public static Operation ReadDirect(ulong sector, ulong sectors) => new(OpCode.read_direct, sector, sectors);

    public static Operation WriteDirect(ulong sector, ulong sectors, byte seed) => new(OpCode.write_direct, sector, sectors, seed);

    public static Operation Simple(OpCode code) => new(code);

    public bool Equals(Operation other)
    {
        if (Code != other.Code) return false;
        for (var i = 0; i < OperationSpec.MaxArgs; i++)
            if (_args[i] != other._args[i]) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is Operation other && Equals(other);

    public override int GetHashCode() => (int)Code * 397 ^ (int)_args[0] ^ (int)_args[1] << 8;

    public static bool operator ==(Operation left, Operation right) => left.Equals(right);

    public static bool operator !=(Operation left, Operation right) => !left.Equals(right);

    public override string ToString() => HistoryText.Write(this);
}
