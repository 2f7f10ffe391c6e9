namespace Conformance.Running;

/// <summary>How often something was seen, and in which case first.</summary>
public readonly record struct Occurrence(long Count, long FirstCase)
{
    public Occurrence And(long caseNumber) => And(new Occurrence(1, caseNumber));

    public Occurrence And(Occurrence other) =>
        Count == 0 ? other : other.Count == 0 ? this : new(Count + other.Count, Math.Min(FirstCase, other.FirstCase));
}
