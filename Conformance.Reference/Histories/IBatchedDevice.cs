namespace Conformance.Reference.Histories;

/// <summary>A device for which one history at a time is slow: told which histories come next, it may carry them out ahead, several at once.</summary>
public interface IBatchedDevice : IDeviceUnderTest
{
    /// <summary>
    /// The next calls of <see cref="IDeviceUnderTest.Run"/> will be for these very objects, in this order. A call for another history
    /// takes the announcement back.
    /// </summary>
    void Announce(IReadOnlyList<History> histories);
}
