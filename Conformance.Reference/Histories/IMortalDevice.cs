namespace Conformance.Reference.Histories;

/// <summary>A device that an operation may take down, and that can be had anew: at a price, so that it is bounded.</summary>
public interface IMortalDevice : IDeviceUnderTest
{
    /// <summary>The histories that took it down so far, in the order in which that was found out.</summary>
    IReadOnlyList<LostDevice> Lost { get; }

    /// <summary>
    /// A search for a smaller counterexample begins: only so many of its candidates may take the device down. After that every
    /// history is refused with a <see cref="TargetException"/>, but for those known to be fatal, until the next search or run.
    /// </summary>
    void BeginSearch();

    /// <summary>The search is over.</summary>
    void EndSearch();
}
