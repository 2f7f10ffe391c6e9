namespace Conformance.Reference.Dax;

/// <summary>
/// An output parameter of a kernel function: a pointer that may be NULL to a value that the function may leave as it was.
/// </summary>
/// <param name="asked">false: the caller passes NULL</param>
public struct Output(bool asked)
{
    /// <summary>The caller passed a pointer.</summary>
    public readonly bool Asked => asked;

    /// <summary>The function wrote through it.</summary>
    public bool Written { get; private set; }

    /// <summary>What it wrote; 0 where it wrote nothing.</summary>
    public ulong Value { get; private set; }

    /// <summary>if (p) *p = value;</summary>
    public void Write(ulong value)
    {
        if (asked) (Written, Value) = (true, value);
    }
}
