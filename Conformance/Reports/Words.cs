using System.Globalization;
using Conformance.Models;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>Names and counts as every report writes them.</summary>
internal static class Words
{
    public static string Of(Status status) => status switch
    {
        Status.UnexpectedPass => "unexpected-pass",
        Status.NotObservable => "not-observable",
        Status.NotSupported => "not-supported",
        _ => status.ToString().ToLowerInvariant(),
    };

    public static string Of(WaiverState state) => state switch
    {
        WaiverState.NotObservable => "not-observable",
        WaiverState.UnexpectedPass => "unexpected-pass",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>What findings of that kind have in common.</summary>
    public static string Heading(Severity severity) => severity switch
    {
        Severity.ForeignMemory => "Memory that was not asked for is handed out or written",
        Severity.Oops => "The kernel oopses",
        Severity.Hang => "A call does not return",
        Severity.Poison => "Poison that is on record is handed out, or left behind as recovered",
        Severity.Contents => "Contents are not what the answer says",
        _ => "An answer is wrong",
    };

    /// <summary>2026-12-31; null where there is none.</summary>
    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>12,345 in every culture.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What was skipped as equal to another case.</summary>
    private static string Equal(RunResult result) => result.Equal == 0 ? "" : $" ({Count(result.Equal)} of them equal to another up to a call that takes the machine down: skipped)";

    /// <summary>How many cases, and of what they are all.</summary>
    public static string Cases(RunResult result) => result.Scope is { } scope ? $"all {Plural(result.CaseCount, "case")} of {scope}{Equal(result)}" : Plural(result.CaseCount, "case");

    public static string Plural(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>"58 held, 1 broken, 3 waived": every status that occurs, worst first, never without the unchecked ones.</summary>
    public static string Summary(RunResult result) =>
        string.Join(", ", Enum.GetValues<Status>().Where(s => result.CountOf(s) > 0 || s is Status.Broken or Status.Held).Select(s => $"{Count(result.CountOf(s))} {Of(s)}"));

    /// <summary>How a machine ended.</summary>
    public static string End(Reference.Histories.Fault fault) => $"{(fault == Reference.Histories.Fault.Livelock ? "hung" : "crashed")} ({fault})";

    /// <summary>What replays a history that took the device's machine down.</summary>
    public static string Token(RunResult result, Reference.Histories.LostDevice lost) => new Reference.Histories.Token(result.Profile, lost.History).ToString();

    public static string Verdict(RunResult result) => result.ExitCode switch
    {
        CommandLine.ExitCodes.Conforms when result.Own.Any(w => w.State == WaiverState.Waived) => result.Waivers.Any(w => w.Status == Status.Waived) ? "conforms, with known deviations and waivers" : "conforms, with waivers",
        CommandLine.ExitCodes.Conforms when result.Waivers.Any(w => w.Status == Status.Waived) => "conforms, with known deviations",
        CommandLine.ExitCodes.Conforms => "conforms",
        CommandLine.ExitCodes.Broken => "does not conform",
        CommandLine.ExitCodes.UnexpectedPass when result.Own.Any(w => w.Fails) => "does not match its waivers",
        CommandLine.ExitCodes.UnexpectedPass => "does not match its list of known deviations",
        CommandLine.ExitCodes.NothingChecked => "was not checked: nothing could be observed",
        _ => "was not checked: the harness or the environment failed",
    };
}
