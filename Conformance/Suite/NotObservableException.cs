namespace Conformance.Suite;

/// <summary>This target or generation does not show what the test is about: <see cref="ObservableTheoryAttribute"/> makes a skip of it, with the reason.</summary>
public sealed class NotObservableException : Exception
{
    public NotObservableException()
    {
    }

    public NotObservableException(string message)
        : base(message)
    {
    }

    public NotObservableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
