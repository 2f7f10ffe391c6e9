namespace Conformance.Reference.Histories;

/// <summary>
/// A device that can be asked one direct_access after the other in one state. A call that answers must leave that state as it is;
/// <see cref="State"/> and <see cref="Memory"/> show whether it did.
/// </summary>
public interface ITranslatingDevice : IDeviceUnderTest
{
    /// <summary>Becomes a device in its initial state.</summary>
    /// <exception cref="TargetException">it cannot</exception>
    void Become(Geometry geometry);

    /// <summary>kill_dax.</summary>
    /// <returns>false: it shows as alive after it</returns>
    bool TryKill();

    /// <summary>One call after the other, without a touch of the pages that it answers. After a fault the device goes on as if that call had not been made.</summary>
    /// <param name="calls">the calls</param>
    /// <param name="answers">as many</param>
    void Translate(ReadOnlySpan<AccessCall> calls, Span<AccessAnswer> answers);

    /// <summary>A digest of the table of bad sectors, the alive bit and the read sections.</summary>
    ulong State();

    /// <summary>A digest of all bytes of the data area.</summary>
    ulong Memory();
}
