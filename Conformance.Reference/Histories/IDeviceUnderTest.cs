namespace Conformance.Reference.Histories;

/// <summary>A device that carries histories out; one thread at a time. It answers and makes no judgement.</summary>
public interface IDeviceUnderTest : IDisposable
{
    /// <summary>
    /// Brings the device into the state the history's geometry describes, carries the operations out in order and writes one
    /// outcome for each. Nothing is left over from earlier histories.
    /// </summary>
    /// <exception cref="TargetException">the device could not be brought into that state, or was lost</exception>
    void Run(History history, Span<Outcome> outcomes);
}
