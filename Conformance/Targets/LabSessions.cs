using Conformance.CommandLine;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Targets;

/// <summary>lab:KERNEL/NAME as one target with a guest of its own.</summary>
internal static class LabSessions
{
    /// <exception cref="UsageException">the text is none of that form</exception>
    /// <exception cref="TargetException">the kernel is not prepared, or has no such provider</exception>
    public static ITarget Open(string text, Profile profile, Action<string>? progress, ProbeLoad? load, CancellationToken cancel)
    {
        var (kernelName, name, inside) = LabGuest.Parse(text);
        if (inside is not null) throw new UsageException($"{text} runs this program in a guest: wanted 'daxspec check {text}'");
        if (!LabCache.Default.TryFind(kernelName, out var kernel, out var problem)) throw new TargetException($"{text} is not observable here: {problem}");
        var own = OwnModule.Is(name) ? OwnModule.Parse(name) : null;
        var session = GuestSession.Start(kernel, progress, own is null ? load : (load ?? new()) with { Module = own }, cancel);
        try
        {
            return own is null ? new Owner(session, session.Target(name, profile.Name), name)
                : new ShownAs(new Owner(session, session.Target(own.Name, profile.Name), own.Driver), text);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private sealed class Owner(GuestSession session, ITarget target, string driver) : ITarget
    {
        public TargetDescription Description => target.Description with { Driver = driver };

        public IDeviceUnderTest Open() => target.Open();

        public void Dispose()
        {
            target.Dispose();
            session.Dispose();
        }
    }
}
