using System.Diagnostics;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Lab;

/// <summary>Boots a kernel once and checks its drivers one after the other.</summary>
/// <param name="host">boots guests</param>
/// <param name="request">what was asked for</param>
/// <param name="models">what is promised</param>
/// <param name="progress">gets a line for what begins</param>
public sealed class LabRunner(ILabHost host, LabRequest request, ModelSet models, TextWriter progress)
{
    /// <summary>Shown around each check, so that a caller can tell how far it is.</summary>
    public Func<Checker, IDisposable>? Watch { get; init; }

    /// <summary>Told of each driver as soon as it is through, so that its reports outlive whatever comes next.</summary>
    public Action<LabKernelRun>? Finished { get; init; }

    /// <param name="kernel">the generation; its profile has the same name</param>
    /// <param name="cancel">ends the guest</param>
    /// <exception cref="TargetException">the kernel is not prepared or does not boot</exception>
    public LabKernelRun Run(string kernel, CancellationToken cancel)
    {
        var profile = models.Profile(kernel);
        var clock = Stopwatch.StartNew();
        using var guest = host.Boot(kernel, request.Own, request.Load, progress, cancel);
        var booted = clock.Elapsed;
        var run = new LabKernelRun { Kernel = kernel, Release = guest.Release, Profile = profile.Name, Drivers = [], BootTime = booted };
        foreach (var provider in guest.Providers.Where(p => request.Selects(p.Name)).OrderBy(p => LabDrivers.Rank(p.Name)).ThenBy(p => p.Name, StringComparer.Ordinal))
        {
            run = run with { Drivers = run.Drivers.Add(Check(guest, kernel, profile, provider, cancel)), TotalTime = clock.Elapsed };
            Finished?.Invoke(run);
        }
        foreach (var missing in request.Drivers.Where(d => !guest.Providers.Any(p => p.Name == d)))
            run = run with { Drivers = run.Drivers.Add(new() { Provider = new(missing, "", NotListed), Reason = NotListed }) };
        if (request.Load.Module is { } module && !guest.Providers.Any(p => p.Name == module.Name))
            run = run with { Drivers = run.Drivers.Add(new() { Provider = new(module.Name, ""), Reason = $"{NotListed}, so that it is older than this program; run: {LabCache.PrepareCommand(kernel)}", Failed = true }) };
        return run with { TotalTime = clock.Elapsed };
    }

    private const string NotListed = "this guest does not list it";

    private LabDriverRun Check(ILabGuest guest, string kernel, Profile profile, LabProvider provider, CancellationToken cancel)
    {
        var own = request.Load.Module is { } module && module.Name == provider.Name ? module : null;
        if (provider.Absent is { } absent) return new() { Provider = provider, Reason = absent, Failed = own is not null };
        var name = $"lab:{kernel}/{own?.ToString() ?? provider.Name}";
        progress.WriteLine($"checking {name}");
        var clock = Stopwatch.StartNew();
        try
        {
            using var target = new ShownAs(guest.Open(provider.Name, profile.Name), name, own?.Driver ?? provider.Name);
            var checker = new Checker(Options(target, profile), models);
            RunResult result;
            using (Watch?.Invoke(checker)) result = checker.Run(cancel);
            return new()
            {
                Provider = provider,
                Result = result,
                EdgeCases = target.Description.Fixed is null ? EdgeCaseRun.Answers(target, models) : [],
                Elapsed = clock.Elapsed,
            };
        }
        catch (TargetException e)
        {
            return new() { Provider = provider, Reason = e.Message, Failed = true, Elapsed = clock.Elapsed };
        }
    }

    private CheckOptions Options(ShownAs target, Profile profile) => new()
    {
        Target = target,
        Profile = profile,
        Oracle = request.Oracle,
        Seed = request.Seed,
        Cases = (target.Description.Profile is null ? null : request.ExactCases) ?? request.Cases ?? (target.Description.Fixed is null ? CheckOptions.DefaultCases : CheckOptions.DefaultFixedCases),
        Waivers = request.Waivers,
        Today = request.Today,
        Workers = Environment.ProcessorCount,
    };
}
