using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>Every sequence of calls out of an alphabet, on one device, and then what looks at what they left.</summary>
/// <param name="name">as the command line has it</param>
/// <param name="calls">of a sequence</param>
/// <param name="device">that they are carried out on</param>
/// <param name="alphabet">the calls</param>
/// <param name="after">carried out behind each sequence</param>
internal abstract class SequenceScope(string name, int calls, Geometry device, Operation[] alphabet, params Operation[] after) : Scope(name, "calls", calls)
{
    public override long Count => Power(alphabet.Length, Size);

    public override History At(long index)
    {
        var digits = new Digits(index);
        var operations = new Operation[Size + after.Length];
        for (var i = Size - 1; i >= 0; i--) operations[i] = digits.Of<Operation>(alphabet);
        after.CopyTo(operations, Size);
        return new(device, [.. operations]);
    }

    public override long EndOfAlike(long index, int call) => EndOfAlike(index, alphabet.Length, Size - 1 - call);
}
