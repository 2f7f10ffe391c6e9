using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>Where a driver sits, and gets a successor when it is of no use any more.</summary>
/// <param name="make">makes one: starts its process, loads its library, calls its constructor</param>
internal sealed class DriverSeat(Func<IPmemDriver> make) : IDisposable
{
    private IPmemDriver? _driver;
    private (DriverMembers Members, IReadOnlyList<int> PageSizes)? _declared;

    /// <exception cref="TargetException">it cannot be had, or is another one than before</exception>
    public IPmemDriver Driver
    {
        get
        {
            if (_driver is not null) return _driver;
            _driver = make();
            var (members, sizes) = (_driver.Members, _driver.PageSizes);
            if (!members.HasFlag(DriverMembers.DirectAccess))
                throw new TargetException($"found a driver that declares {(members == 0 ? "nothing" : MemberNames.Text(members))}; wanted at least direct_access; do: declare and implement it");
            if (_declared is { } before && (before.Members != members || !before.PageSizes.SequenceEqual(sizes)))
                throw new TargetException($"found that the driver declares {MemberNames.Text(members)} now, and {MemberNames.Text(before.Members)} before; wanted the same each time it is started");
            _declared = (members, sizes);
            return _driver;
        }
    }

    public string Name => Driver.Name;

    public DriverMembers Members => _declared?.Members ?? Driver.Members;

    public IReadOnlyList<int> PageSizes => _declared?.PageSizes ?? Driver.PageSizes;

    /// <summary>The driver there is goes; the next one is made when somebody asks.</summary>
    public void Vacate()
    {
        (_driver as IDisposable)?.Dispose();
        _driver = null;
    }

    public void Dispose() => Vacate();
}
