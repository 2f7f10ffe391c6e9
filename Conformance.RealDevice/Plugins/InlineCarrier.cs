using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>The device is in this process, and so is the driver, or what speaks to its process.</summary>
/// <param name="seat">the driver</param>
/// <param name="profile">the generation around it</param>
/// <param name="exact">it claims to be that generation's nd_pmem</param>
/// <param name="file">the memory of the devices</param>
/// <param name="losses">what was given up</param>
/// <param name="skip">a bit for each operation that is never carried out</param>
/// <param name="heard">takes what the driver wrote to standard error since last time</param>
internal sealed class InlineCarrier(DriverSeat seat, Profile profile, bool exact, ScratchFile file, Losses losses, ulong skip, Func<IReadOnlyList<string>>? heard = null) : ICarrier
{
    private readonly MappedDevice _device = new(profile, file, new PluggedParts(seat, exact));
    private readonly OverlappingRun _overlapping = new(profile, seat, exact);

    /// <summary>Told when a call was late.</summary>
    public Action? Late { get; init; }

    public (int Began, int Ended)[] LastSpans { get; private set; } = [];

    /// <summary>Nothing is gained by knowing what comes.</summary>
    public void Announce(IReadOnlyList<History> histories)
    {
    }

    public Trouble? Carry(History history, Span<Outcome> outcomes, bool inRun)
    {
        var answers = new Outcome[history.Operations.Length];
        var skipped = skip | (inRun ? losses.Banned : 0);
        LastSpans = IConcurrentDevice.NoneBegan(history.Threads is null ? 0 : answers.Length);
        var found = history.Threads is null ? HistoryRun.Carry(_device, history, answers, skipped) : _overlapping.Carry(_device, history, answers, LastSpans, skipped);
        answers.CopyTo(outcomes);
        if (found is not { } trouble) return null;
        if (heard is not null) trouble = trouble with { Log = [.. heard()] };
        if (trouble.Conduct == Conduct.AsDeclared) return trouble;
        if (trouble.Conduct == Conduct.InTime) Late?.Invoke();
        losses.Add(history.Operations[trouble.Step].Code, trouble.Conduct == Conduct.InTime, inRun);
        seat.Vacate();
        return trouble;
    }

    public void Dispose()
    {
        _device.Dispose();
        seat.Dispose();
    }
}
