using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Tests;

public sealed class GuestSessionTests
{
    /// <summary>Only a guest that falls silent is waited for: it answers within this on the slowest machine, or is meant not to.</summary>
    private static readonly GuestLimits Limits = new() { Boot = TimeSpan.FromSeconds(60), Silence = TimeSpan.FromSeconds(30) };
    private static readonly GuestLimits Impatient = Limits with { Silence = TimeSpan.FromSeconds(1) };
    private static readonly History Fatal = HistoryText.ParseHistory("size=32768 | dax_direct_access nr_pages=1; dax_alive; load pgoff=3");

    [Fact]
    public void A_run_over_frames_is_the_run_in_this_process()
    {
        using var session = Session(new());
        var over = Check(session.Target("nd_pmem"));
        Assert.Equal("", string.Join('\n', over.Clauses.Where(c => c.Status == Status.Broken).SelectMany(c => FindingText.Lines(c.Data, c.Finding!, "fake"))));
        Assert.Equal(1, session.Boots);
    }

    [Theory]
    [InlineData(FakeEnding.Panic, true, Fault.NullCall)]
    [InlineData(FakeEnding.Panic, false, Fault.NullCall)]
    [InlineData(FakeEnding.Silence, true, Fault.Livelock)]
    [InlineData(FakeEnding.Garbage, true, Fault.WildAccess)]
    public void A_fatal_operation_is_a_fault_and_what_came_before_it_is_seen(FakeEnding ending, bool journal, Fault fault)
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.dax_alive, Ending = ending, HasJournal = journal });
        using var device = session.Target("nd_pmem").Open();
        var outcomes = Run(device, Fatal);
        Assert.Equal(1, outcomes[0].Result);
        Assert.Equal((ulong)fault, outcomes[1][Aspect.Fault]);
        Assert.Equal(OutcomeKind.NotObservable, outcomes[2].Kind);
    }

    [Fact]
    public void Cases_behind_a_fatal_one_are_carried_out_in_a_fresh_guest()
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.dax_alive });
        using var device = session.Target("nd_pmem").Open();
        History[] block = [.. Enumerable.Range(0, 200).Select(i => i == 77 ? Fatal : HistoryText.ParseHistory($"size=32768 | dax_direct_access nr_pages={1 + i % 8}"))];
        ((IBatchedDevice)device).Announce(block);
        for (var i = 0; i < block.Length; i++)
            Assert.Equal(i == 77 ? 1 : 1 + i % 8, Run(device, block[i])[0].Result);
        Assert.Equal(3, session.Boots);
        Assert.Equal(Fatal, Assert.Single(((IMortalDevice)device).Lost).History);
    }

    [Fact]
    public void A_guest_that_dies_once_and_not_again_says_nothing_of_the_driver()
    {
        var boots = 0;
        using var session = new GuestSession("6.1", () => new FakeGuest(++boots == 1 ? new() { IsFatal = o => o.Code == OpCode.dax_alive } : new()), Limits);
        var target = session.Target("nd_pmem");
        using var device = target.Open();
        Assert.Equal(1, Run(device, Fatal)[1].Result);
        Assert.Empty(((IMortalDevice)device).Lost);
        Assert.Contains(("guests lost to nothing that happens again", "1"), target.Description.Environment);
    }

    [Fact]
    public void An_operation_that_always_takes_the_guest_down_is_given_up()
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.load });
        var target = session.Target("nd_pmem");
        using var device = target.Open();
        History[] block = [.. Enumerable.Range(0, 200).Select(i => HistoryText.ParseHistory($"size=819200 | dax_alive; load pgoff={i}"))];
        ((IBatchedDevice)device).Announce(block);
        var outcomes = block.Select(h => Run(device, h)).ToArray();
        Assert.All(outcomes, o => Assert.Equal(1, o[0].Result));
        Assert.Equal(FatalOperations.Most, outcomes.Count(o => o[1].Kind != OutcomeKind.NotObservable));
        Assert.Equal(FatalOperations.Most, ((IMortalDevice)device).Lost.Count);
        Assert.Contains($"load: not carried out any more in this run, nor what comes behind it in a history, after it took {FatalOperations.Most} machines down.", target.Description.Limits);
    }

    [Fact]
    public void A_history_known_to_be_fatal_costs_no_second_guest()
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.dax_alive });
        using var device = session.Target("nd_pmem").Open();
        Assert.Equal(Run(device, Fatal), Run(device, Fatal));
        Assert.Equal(3, session.Boots);
        Assert.Equal("BUG: kernel NULL pointer dereference, address: 0x...", ((IKernelLog)device).LastLog[0].Text);
    }

    [Fact]
    public void A_fresh_guest_that_does_not_come_up_is_booted_once_more()
    {
        var boots = 0;
        using var session = new GuestSession("6.1", () => ++boots == 2 ? throw new TargetException("no boot today") : new FakeGuest(new() { IsFatal = o => o.Code == OpCode.dax_alive }), Limits);
        using var device = session.Target("nd_pmem").Open();
        Assert.Equal((ulong)Fault.NullCall, Run(device, Fatal)[1][Aspect.Fault]);
        Assert.Equal(4, boots);
    }

    [Fact]
    public void A_guest_that_dies_before_the_first_operation_gives_the_case_no_outcome()
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.dax_alive, DiesEarly = true });
        using var device = session.Target("nd_pmem").Open();
        Assert.StartsWith("the machine went down while the device was brought into the state that the history begins with: BUG: kernel NULL", Assert.Throws<TargetException>(() => Run(device, Fatal)).Message, StringComparison.Ordinal);
        Assert.Equal(3, session.Boots);
    }

    [Fact]
    public void A_run_that_is_cancelled_waits_for_no_guest()
    {
        using var cancel = new CancellationTokenSource();
        using var session = new GuestSession("6.1", () => new FakeGuest(new() { IsFatal = o => o.Code == OpCode.dax_alive, Ending = FakeEnding.Silence }), Limits, cancel: cancel.Token);
        using var device = session.Target("nd_pmem").Open();
        cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
        Assert.Throws<OperationCanceledException>(() => Run(device, Fatal));
        Assert.Equal(1, session.Boots);
    }

    [Fact]
    public void A_search_costs_no_more_guests_than_it_may()
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.load });
        using var device = session.Target("nd_pmem").Open();
        ((IMortalDevice)device).BeginSearch();
        for (var i = 1; i < ProbeDevice.MaxSearchLosses; i++) Run(device, Load(i));
        Assert.Throws<TargetException>(() => Run(device, Load(ProbeDevice.MaxSearchLosses)));
        ((IMortalDevice)device).EndSearch();
        Assert.Equal(ProbeDevice.MaxSearchLosses + 1, session.Boots);
    }

    [Fact]
    public void A_device_that_costs_too_many_guests_ends_the_run()
    {
        using var session = Session(new() { IsFatal = o => o.Code == OpCode.load });
        using var device = session.Target("nd_pmem").Open();
        for (var i = 1; i < LabTarget.MaxLosses; i++) Run(device, Load(i));
        Assert.Contains("40 guests were lost", Assert.Throws<TargetException>(() => Run(device, Load(100))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_losses_gives_the_same_report_with_and_without_a_journal()
    {
        Assert.Equal(Report(journal: true), Report(journal: false));

        static string Report(bool journal)
        {
            using var session = Session(new() { IsFatal = o => o.Code == OpCode.kunmap_atomic && o[0] > 1UL << 60, HasJournal = journal });
            return JsonlReport.Render(Check(session.Target("nd_pmem"), 60));
        }
    }

    [Fact]
    public void What_does_not_fit_the_room_for_answers_is_asked_again()
    {
        using var session = Session(new() { Room = 3 });
        using var device = session.Target("nd_pmem").Open();
        History[] block = [.. Enumerable.Range(0, 100).Select(i => HistoryText.ParseHistory($"size=32768 | dax_direct_access nr_pages={1 + i % 8}"))];
        ((IBatchedDevice)device).Announce(block);
        Assert.All(block.Index(), h => Assert.Equal(1 + h.Index % 8, Run(device, h.Item)[0].Result));
    }

    [Fact]
    public void An_answer_to_something_else_is_told_with_what_was_wanted()
    {
        using var session = Session(new() { Lies = _ => true });
        using var device = session.Target("nd_pmem").Open();
        Assert.StartsWith("the kernel probe's answer is malformed: found the answer to history 2 (byte 0 of the answers); wanted the one to history 1; do: ", Assert.Throws<TargetException>(() => Run(device, Fatal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_of_another_version_is_refused() =>
        Assert.Contains("found version 9 with", Assert.Throws<TargetException>(() => Session(new() { Version = 9 })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_provider_that_is_not_there_is_told_with_its_reason()
    {
        using var session = Session(new());
        Assert.Equal("lab:6.1/ramdax: found no-driver this kernel has no ramdax in 6.1.0-fake; wanted one of nd_pmem; do: choose one of them, or another kernel", Assert.Throws<TargetException>(() => session.Target("ramdax")).Message);
    }

    [Fact]
    public void Log_lines_come_with_their_step()
    {
        using var session = Session(new() { LogOf = "4 WARNING: CPU: 1 PID: 77 at fs/iomap/iter.c:34 iomap_iter+0x1a2/0x210\n" });
        using var device = session.Target("nd_pmem").Open();
        Run(device, Fatal);
        Assert.Equal(new LogLine(2, "WARNING: at fs/iomap/iter.c:34 iomap_iter+0x1a2/0x210"), ((IKernelLog)device).LastLog[2]);
    }

    private static History Load(int page) => HistoryText.ParseHistory($"size=32768 | load pgoff={page}");

    private static GuestSession Session(FakeBehaviour behaviour) => new("6.1", () => new FakeGuest(behaviour), behaviour.Ending == FakeEnding.Silence ? Impatient : Limits);

    private static Outcome[] Run(IDeviceUnderTest device, History history)
    {
        var outcomes = new Outcome[history.Operations.Length];
        device.Run(history, outcomes);
        return outcomes;
    }

    private static RunResult Check(ITarget target, int cases = 600) =>
        new Checker(new() { Target = target, Profile = PlantedTarget.Linux61, Oracle = Oracle.Exact, Cases = cases }, ModelSet.Load()).Run();
}
