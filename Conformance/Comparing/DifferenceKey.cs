using Conformance.Reference.Histories;

namespace Conformance.Comparing;

/// <summary>What differing answers have in common: the operation, the first aspect that differs, what each side answers, who breaks a clause by it.</summary>
/// <param name="Operation">the operation</param>
/// <param name="Aspect">the aspect's name; "answer" where one has the operation and the other has not</param>
/// <param name="A">the kind of value on the first side: an errno, "a count", "an address"</param>
/// <param name="B">the same of the second</param>
/// <param name="BrokenA">the first side's answer breaks a clause</param>
/// <param name="BrokenB">the second side's does</param>
public readonly record struct DifferenceKey(OpCode Operation, string Aspect, string A, string B, bool BrokenA, bool BrokenB)
{
    /// <summary>The contract allows both.</summary>
    public bool BothAllowed => !BrokenA && !BrokenB;
}
