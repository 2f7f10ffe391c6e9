namespace Conformance.RealDevice.Probe;

/// <summary>The machine with the probe does not answer any more; the message says how that showed.</summary>
public sealed class ProbeLostException : Exception
{
    public ProbeLostException()
    {
    }

    public ProbeLostException(string message)
        : base(message)
    {
    }

    public ProbeLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
