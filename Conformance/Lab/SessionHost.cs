using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>Guests whose kernel probe serves all their drivers.</summary>
/// <param name="prepare">makes a kernel of the user's own ready to boot, and says under which name</param>
public sealed class SessionHost(Func<string, OwnKernel, CancellationToken, string> prepare) : ILabHost
{
    public ILabGuest Boot(string kernel, OwnKernel? own, ProbeLoad load, TextWriter progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var name = own is null ? kernel : prepare(kernel, own, cancel);
        if (!LabCache.Default.TryFind(name, out var found, out var problem)) throw new TargetException($"lab:{kernel} is not observable here: {problem}");
        return new Guest(GuestSession.Start(found, progress.WriteLine, load, cancel));
    }

    private sealed class Guest(GuestSession session) : ILabGuest
    {
        public string Release => session.Release;

        public IReadOnlyList<LabProvider> Providers => [.. session.Providers.Select(p => new LabProvider(p.Name, p.Title, p.Absent))];

        public ITarget Open(string provider, string profile) => session.Target(provider, profile);

        public void Dispose() => session.Dispose();
    }
}
