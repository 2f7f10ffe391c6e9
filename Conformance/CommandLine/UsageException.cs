namespace Conformance.CommandLine;

/// <summary>The command was used wrongly: the message says what was found, what was wanted and what to do; exit code 64.</summary>
public sealed class UsageException : Exception
{
    public UsageException()
    {
    }

    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
