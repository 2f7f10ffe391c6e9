using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>Carries histories out on a driver that may die of it, and has it anew then.</summary>
internal interface ICarrier : IDisposable
{
    /// <summary>The next calls of <see cref="Carry"/> will be for these very objects, in this order, unless one is for another.</summary>
    void Announce(IReadOnlyList<History> histories);

    /// <summary>When each operation of the last history with threads began and ended (<see cref="IConcurrentDevice"/>).</summary>
    (int Began, int Ended)[] LastSpans => throw new NotSupportedException("found a history with threads on a carrier that has none");

    /// <summary>Carries one out.</summary>
    /// <param name="history">on a device that the driver can be asked for</param>
    /// <param name="outcomes">one for each operation; not observable from the trouble on</param>
    /// <param name="inRun">it was announced: what was given up in this run is not tried again</param>
    /// <returns>what went wrong, or null</returns>
    /// <exception cref="TargetException">there is no driver to be had any more, or this host refuses</exception>
    Trouble? Carry(History history, Span<Outcome> outcomes, bool inRun);
}
