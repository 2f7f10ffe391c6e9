using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>A scope of single translations: devices that are described, and the same calls of direct_access on each of them. Case n is call n % calls on device n / calls.</summary>
internal interface ITranslationScope
{
    /// <summary>The calls on each device, in the order of the cases; dead: kill_dax stands before it.</summary>
    IReadOnlyList<(bool Dead, AccessCall Call)> Calls { get; }

    /// <summary>A device by its number.</summary>
    Geometry DeviceAt(long device);

    /// <summary>The history of a call on a device.</summary>
    History HistoryOf(Geometry device, int call);
}
