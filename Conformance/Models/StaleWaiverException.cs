namespace Conformance.Models;

/// <summary>A file of waivers reads well and is not in order: a waiver without a link, of a clause or a driver that there is not. Exit code 2.</summary>
public sealed class StaleWaiverException : Exception
{
    public StaleWaiverException()
    {
    }

    public StaleWaiverException(string message)
        : base(message)
    {
    }

    public StaleWaiverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
