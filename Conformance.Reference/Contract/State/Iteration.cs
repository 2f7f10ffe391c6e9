using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract.State;

/// <summary>A struct iomap_iter as its owner may think of it: position, rest, and the mapping that the body holds.</summary>
public sealed class Iteration
{
    /// <summary>IOMAP_F_STALE in histories, whatever its bit is in a release.</summary>
    public const ulong StaleFlag = 0x100;

    private ulong _mapOffset, _mapLength, _sourceOffset, _sourceLength;
    private bool _stale, _over;

    /// <summary>iter->pos in bytes.</summary>
    public ulong Position { get; private set; }

    /// <summary>iter->len in bytes.</summary>
    public ulong Length { get; private set; }

    /// <summary>The body holds a mapping.</summary>
    public bool HasMapping { get; private set; }

    /// <summary>The mapping has a source mapping.</summary>
    public bool HasSource { get; private set; }

    /// <summary>Bytes that the body may process: iomap_length.</summary>
    public ulong MappedLength { get; private set; }

    public void Reset()
    {
        (Position, Length, HasMapping, HasSource, MappedLength) = (0, 0, false, false, 0);
        (_stale, _over) = (false, false);
    }

    /// <summary>What this call has to do.</summary>
    public IterationCall Plan(Step step)
    {
        ref readonly var call = ref step.Operation;
        var (processed, begin, end) = (call.Signed(0), call.Signed(1), call.Signed(6));
        if (_over || !IsZeroOrErrno(begin) || !IsZeroOrErrno(end) || processed < 0 && !Errno.IsError(processed)) return IterationCall.Outside;
        if (!HasMapping) return processed != 0 ? IterationCall.Outside : Length == 0 ? IterationCall.Empty : IterationCall.First;
        if (processed < 0) return IterationCall.BodyFailed;
        if ((ulong)processed > MappedLength) return IterationCall.Over;
        if (processed == 0) return end < 0 ? IterationCall.EndFailed : _stale && step.Profile.IomapStale ? IterationCall.Again : IterationCall.NoProgress;
        return end < 0 ? IterationCall.EndFailedAfterProgress : (ulong)processed == Length ? IterationCall.Finished : IterationCall.Next;
    }

    /// <summary>The mapping that this call's begin answers reaches over the position.</summary>
    public static bool Covers(in Operation call, ulong position) =>
        Covers(call[2], call[3], position) && (call[7] == 0 || Covers(call[8], call[9], position));

    /// <summary>The mapping was marked stale.</summary>
    public bool IsStale => HasMapping && _stale;

    public void Follow(Step step)
    {
        ref readonly var operation = ref step.Operation;
        if (operation.Code == OpCode.iomap_start)
        {
            Reset();
            (Position, Length) = (operation[0], operation[1]);
            _over = operation.Signed(0) < 0 || Length > long.MaxValue - Position;
        }
        else if (step.Call is IterationCall.Outside or IterationCall.Empty || !step.Sees(Aspect.Result) || step.Result <= 0) (_over, HasMapping) = (true, false);
        else Advance(step);
        if (step.Sees(Aspect.Pos)) Position = step.Outcome[Aspect.Pos];
        if (step.Sees(Aspect.Len)) Length = step.Outcome[Aspect.Len];
        if (HasMapping) MappedLength = Rest();
    }

    private void Advance(Step step)
    {
        ref readonly var call = ref step.Operation;
        if (HasMapping)
        {
            var processed = Math.Min((ulong)Math.Max(call.Signed(0), 0), Length);
            (Position, Length) = (Position + processed, Length - processed);
        }
        HasMapping = true;
        (_mapOffset, _mapLength, _stale) = (call[2], call[3], (call[5] & StaleFlag) != 0);
        (HasSource, _sourceOffset, _sourceLength) = (call[7] != 0, call[8], call[9]);
        var begun = !step.Sees(Aspect.Begun) || step.Outcome[Aspect.Begun] != 0;
        var position = step.Sees(Aspect.Pos) ? step.Outcome[Aspect.Pos] : Position;
        if (!begun || !Covers(in call, position)) (_over, HasMapping) = (true, false);
    }

    private ulong Rest()
    {
        var rest = Math.Min(Length, _mapOffset + _mapLength - Position);
        return HasSource ? Math.Min(rest, _sourceOffset + _sourceLength - Position) : rest;
    }

    private static bool Covers(ulong offset, ulong length, ulong position) =>
        offset <= position && length <= long.MaxValue && offset <= long.MaxValue - length && position < offset + length;

    private static bool IsZeroOrErrno(long value) => value == 0 || Errno.IsError(value);
}
