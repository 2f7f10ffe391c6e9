namespace Conformance.Suite;

/// <summary>The target broke a clause; the message is the whole story.</summary>
public sealed class ConformanceException : Exception
{
    public ConformanceException()
    {
    }

    public ConformanceException(string message)
        : base(message)
    {
    }

    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>None: where in the suite it was noticed says nothing about the driver.</summary>
    public override string? StackTrace => null;

    public override string ToString() => Message;
}
