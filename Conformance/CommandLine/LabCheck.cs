using System.Globalization;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>check lab:KERNEL/DRIVER/dax: the reports are the guest's own; if the guest goes down or hangs, the report says in which case.</summary>
internal static class LabCheck
{
    public static int Run(CheckRequest request, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var profile = CommonOptions.Resolve(ModelSet.Load(), request.Profile, request.Target);
        var (kernel, result) = LabGuest.Run(request.Target, Command(request, profile.Name), request.Out, new(!request.NoGuard), output, error, cancel);
        if (result.Status == GuestStatus.Finished) return result.ExitCode!.Value;
        var lost = new LostGuest(request.Target, kernel.Release, result.Status, result.Reason, Journal.Read(request.Out.FullName), [.. result.KernelLog.TakeLast(40)]);
        var path = ReportFiles.Write(lost, request.Out.FullName, request.Out.ToString());
        foreach (var line in lost.Lines(path)) output.WriteLine(line);
        return lost.Case is null ? ExitCodes.Harness : ExitCodes.Broken;
    }

    private static IEnumerable<string> Command(CheckRequest request, string profile) =>
    [
        "check", "TARGET", "--as", request.Target, "--profile", profile, "--oracle", request.Oracle.ToString().ToLowerInvariant(),
        "--seed", request.Seed.ToString(CultureInfo.InvariantCulture), "--sweep-step", request.SweepStep.ToString(CultureInfo.InvariantCulture), "--out", GuestJob.GuestOut, "--journal",
        .. request.Cases is { } cases ? new[] { "--cases", cases.ToString(CultureInfo.InvariantCulture) } : [],
        .. request.Waivers.SelectMany(w => new[] { "--waivers", Path.GetFullPath(w) }), "--today", request.Today.ToString(WaiverOptions.DayForm, CultureInfo.InvariantCulture),
        .. request.Filter.SelectMany(f => new[] { "--filter", f }), .. request.Json ? ["--json"] : Array.Empty<string>(),
    ];
}
