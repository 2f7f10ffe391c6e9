using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>No way to boot a guest with all its drivers.</summary>
public sealed class NoLabHost : ILabHost
{
    public ILabGuest Boot(string kernel, OwnKernel? own, TextWriter progress, CancellationToken cancel) =>
        throw new TargetException($"lab:{kernel} is not observable here: this build has no kernel probe; check lab:{kernel}/e820 in place of it");
}
