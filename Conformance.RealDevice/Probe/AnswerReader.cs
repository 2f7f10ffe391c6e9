using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>Reads what the probe answers, one history at a time, and believes nothing: a number that cannot be is a <see cref="TargetException"/>.</summary>
public ref struct AnswerReader(ReadOnlySpan<byte> answers)
{
    private const uint AllAspects = (1u << Outcome.AspectCount) - 1;
    private readonly int _length = answers.Length;
    private ReadOnlySpan<byte> _rest = answers;

    /// <summary>Nothing is left.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next answer.</summary>
    /// <param name="number">the history's number</param>
    /// <param name="outcomes">room for one outcome for each of its operations</param>
    /// <param name="spans">room for when each began and ended; empty of a history without threads</param>
    /// <param name="log">gets the kernel's lines</param>
    /// <exception cref="TargetException">the answer is malformed: found, wanted</exception>
    public void Next(ulong number, Span<Outcome> outcomes, Span<(int Began, int Ended)> spans, List<LogLine> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var at = _rest;
        var answer = Take<daxspec_answer>(ref at, "an answer");
        if (!(answer.magic == DAXSPEC_ANSWER_MAGIC)) throw Wrong($"magic 0x{answer.magic:x}", $"0x{DAXSPEC_ANSWER_MAGIC:x}");
        if (!(answer.number == number)) throw Wrong($"the answer to history {answer.number}", $"the one to history {number}");
        if (!(answer.bytes % 8 == 0 && answer.bytes >= Unsafe.SizeOf<daxspec_answer>() && answer.bytes <= _rest.Length)) throw Wrong($"an answer of {answer.bytes} bytes", $"a multiple of 8, at most the {_rest.Length} that are there");
        if (!((answer.status & ~DAXSPEC_NOT_REALISED) == 0)) throw Wrong($"status 0x{answer.status:x}", "0 or DAXSPEC_NOT_REALISED");
        var body = _rest[Unsafe.SizeOf<daxspec_answer>()..(int)answer.bytes];
        outcomes.Fill(Outcome.NotObservable);
        spans.Clear();
        if ((answer.status & DAXSPEC_NOT_REALISED) == 0)
        {
            if (!(answer.outcomes == outcomes.Length)) throw Wrong($"{answer.outcomes} outcomes", $"one for each of {outcomes.Length} operations");
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Read(ref body, i, spans, log);
        }
        else if (!(answer.outcomes == 0)) throw Wrong($"{answer.outcomes} outcomes of a state that was not realised", "none");
        if (!(body.IsEmpty)) throw Wrong($"{body.Length} bytes behind the last outcome", "none");
        _rest = _rest[(int)answer.bytes..];
    }

    private readonly Outcome Read(ref ReadOnlySpan<byte> body, int step, Span<(int Began, int Ended)> spans, List<LogLine> log)
    {
        var head = Take<daxspec_outcome>(ref body, "an outcome");
        if (!(head.kind <= (uint)OutcomeKind.Answered)) throw Wrong($"outcome kind {head.kind}", $"0 to {(uint)OutcomeKind.Answered}");
        if (!((head.seen & ~AllAspects) == 0)) throw Wrong($"aspects 0x{head.seen:x}", $"bits of 0x{AllAspects:x}");
        if (!((head.untouched & ~head.seen) == 0)) throw Wrong($"untouched aspects 0x{head.untouched:x}", $"some of those seen, 0x{head.seen:x}");
        if (!(head.kind == (uint)OutcomeKind.Answered || head.seen == 0)) throw Wrong($"aspects 0x{head.seen:x} of an operation that was not carried out", "none");
        if (!(head.began <= DAXSPEC_NEVER && head.ended <= DAXSPEC_NEVER)) throw Wrong($"an operation from {head.began} to {head.ended}", $"at most DAXSPEC_NEVER, {DAXSPEC_NEVER}");
        if (!spans.IsEmpty) spans[step] = ((int)head.began, (int)head.ended);
        var outcome = new Outcome { Kind = (OutcomeKind)head.kind };
        for (var bits = head.seen; bits != 0; bits &= bits - 1)
        {
            var aspect = (Aspect)BitOperations.TrailingZeroCount(bits);
            var value = Take<ulong>(ref body, $"the value of {DataName.Of(aspect)}");
            if ((head.untouched >> (int)aspect & 1) != 0) outcome.SetUntouched(aspect);
            else outcome.Set(aspect, value);
        }
        if (!(outcome[Aspect.Fault] <= (ulong)Fault.Livelock)) throw Wrong($"fault {outcome[Aspect.Fault]}", $"0 to {(ulong)Fault.Livelock}");
        if (!(outcome[Aspect.Misuse] <= (ulong)Misuse.UnmapByPage)) throw Wrong($"misuse {outcome[Aspect.Misuse]}", $"0 to {(ulong)Misuse.UnmapByPage}");
        var padded = (head.log + 7UL) & ~7UL;
        if (!(padded <= (ulong)body.Length)) throw Wrong($"{head.log} bytes of kernel log", $"at most the {body.Length} that are there");
        foreach (var line in Encoding.UTF8.GetString(body[..(int)head.log]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            log.Add(new(step, KernelLine.Stable(line)));
        body = body[(int)padded..];
        return outcome;
    }

    private readonly T Take<T>(ref ReadOnlySpan<byte> from, string what)
        where T : unmanaged
    {
        var length = Unsafe.SizeOf<T>();
        if (!(from.Length >= length)) throw Wrong($"{from.Length} bytes where {what} should be", $"at least {length}");
        var value = MemoryMarshal.Read<T>(from);
        from = from[length..];
        return value;
    }

    private readonly TargetException Wrong(string found, string wanted) => Malformed.Of($"{found} (byte {_length - _rest.Length} of the answers)", wanted);
}
