using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Suite;

/// <summary>Guests that really die: without the probe's guard by the kernel's own functions, in drills by everything else that ends a machine.</summary>
[Collection(nameof(RealPmemTests))]
public sealed class RealLossTests
{
    /// <summary>A call through NULL behind two operations that come through, the same call alone, and a call that comes through in between.</summary>
    private static readonly History[] Fatal =
    [
        .. Enumerable.Range(1, 20).Select(i => Text($"page=4096 size=32768 bad=9+1 | dax_direct_access pgoff=1 nr_pages={i}; dax_alive")),
        Text("page=4096 size=4096 ops=none | dax_alive; badblocks_set sector=3 sectors=2 acknowledged=1; dax_direct_access; dax_alive"),
        .. Enumerable.Range(1, 20).Select(i => Text($"page=4096 size=32768 | dax_zero_page_range nr_pages=1; load pgoff={i % 8}")),
        Text("page=4096 size=4096 ops=none | dax_direct_access"),
        Text("page=4096 size=8192 | store pgoff=1 bytes=8 seed=1; load pgoff=1"),
    ];

    private static readonly History Drill = Text("page=4096 size=32768 | dax_direct_access nr_pages=1; dax_alive; load pgoff=3");
    private static readonly History Behind = Text("page=4096 size=32768 | dax_direct_access nr_pages=1; load pgoff=3");

    [LabFact]
    public void Without_the_guard_a_fatal_call_takes_the_guest_down_and_is_judged_as_with_it()
    {
        var with = Carry("6.1", new(), Fatal);
        var without = Carry("6.1", new(Guard: false), Fatal);
        Assert.Empty(with.Lost);
        Assert.Equal(with.Answers, without.Answers);
        Assert.Equal(with.Breaks, without.Breaks);
        Assert.Equal([(Fatal[20], 2, Fault.NullCall), (Fatal[41], 0, Fault.NullCall)], without.Lost.Select(l => (l.History, l.Step, l.Fault)));
        // One boot for the session, one for each loss (the journal names history and operation, so that none has to be looked for), and one to
        // see that the first of a kind was no accident.
        Assert.Equal(4, without.Boots);
        Assert.All(without.Lost, l => Assert.StartsWith("BUG: kernel NULL pointer dereference", l.Log[0].Text, StringComparison.Ordinal));
        Assert.All(without.Lost, l => Assert.Contains(l.Log, line => line.Text.StartsWith("dax_direct_access+", StringComparison.Ordinal)));
    }

    [ObservableTheory]
    [InlineData("7.2")]
    public void A_run_without_the_guard_is_the_run_with_it_but_for_the_guests_that_it_costs(string kernel)
    {
        var with = Check(kernel, new());
        var without = Check(kernel, new(Guard: false));
        Assert.Equal(with.AnswerDigests.AsEnumerable(), without.AnswerDigests);
        Assert.Equal(with.Clauses.Select(c => (c.Id, c.Status)), without.Clauses.Select(c => (c.Id, c.Status)));
        Assert.Equal(with.Waivers.Select(w => (w.Waiver.Id, w.Seen, w.Status)), without.Waivers.Select(w => (w.Waiver.Id, w.Seen, w.Status)));
        Assert.Empty(with.Lost);
        Assert.Contains(without.Lost, l => l.Fault == Fault.Livelock && l.Log.Any(line => line.Text.Contains("badblocks_check+", StringComparison.Ordinal)));
        Assert.Contains(without.Lost, l => l.Fault == Fault.WildAccess && l.Log[0].Text.StartsWith("BUG: unable to handle page fault", StringComparison.Ordinal));
        // The first loss of a kind costs one more, to see that it was no accident.
        var kinds = without.Lost.Select(l => (l.History.Operations[l.Step].Code, l.Fault)).Distinct().Count();
        Assert.Contains(("guests lost", $"{without.Lost.Length + kinds}"), without.Target.Environment);
        var report = MarkdownReport.Render(without);
        Assert.All(without.Lost, l => Assert.Contains($"({l.Fault}) at step {l.Step + 1}: {l.History.Operations[l.Step]}\nlog      {l.Log[0].Text}\n", report, StringComparison.Ordinal));
        Assert.Contains("\nhung (Livelock) at step ", report, StringComparison.Ordinal);
    }

    /// <summary>asleep: for ever and by no signal; deaf: no processor takes an interrupt any more, so that nothing in the guest runs.</summary>
    [ObservableTheory]
    [InlineData("6.1", "panic", Fault.WildAccess, "Kernel panic - not syncing: daxspec: a drill")]
    [InlineData("6.1", "triple", Fault.WildAccess, "QEMU: shutdown, guest-reset")]
    [InlineData("6.1", "off", Fault.WildAccess, "QEMU: shutdown, guest-shutdown")]
    [InlineData("6.1", "asleep", Fault.Livelock, "daxspec: no progress in history")]
    [InlineData("6.1", "deaf", Fault.Livelock, "QEMU: the watchdog fired")]
    [InlineData("5.10", "deaf", Fault.Livelock, "QEMU: the watchdog fired")]
    [InlineData("6.12", "deaf", Fault.Livelock, "QEMU: the watchdog fired")]
    [InlineData("7.2", "deaf", Fault.Livelock, "QEMU: the watchdog fired")]
    public void A_machine_that_dies_with_the_guard_in_place_costs_one_case_and_is_named(string kernel, string drill, Fault fault, string word)
    {
        var seen = Carry(kernel, new(Drill: drill), [Drill, Behind]);
        var lost = Assert.Single(seen.Lost);
        Assert.Equal((Drill, 1, fault, 3), (lost.History, lost.Step, lost.Fault, seen.Boots));
        // Had the host's patience ended it, the word would be that there was no answer within so many seconds.
        Assert.Contains(lost.Log, l => l.Text.StartsWith(word, StringComparison.Ordinal));
        Assert.Equal([1, 0, 0, 1, 0], seen.Answers.SelectMany(a => a).Select(o => o.Result));
        Assert.Equal((OutcomeKind.NotObservable, OutcomeKind.Answered), (seen.Answers[0][2].Kind, seen.Answers[1][1].Kind));
    }

    private static RunResult Check(string kernel, ProbeLoad load)
    {
        using var session = GuestSession.Start(Find(kernel), null, load);
        using var target = session.Target("e820");
        // Of the edge sweep, each how many-th meets a livelock or two.
        return new Checker(new() { Target = target, Profile = ModelSet.Load().Profile(kernel), Cases = 0, SweepStep = 331 }, ModelSet.Load()).Run();
    }

    private static (Outcome[][] Answers, string[] Breaks, IReadOnlyList<LostDevice> Lost, int Boots) Carry(string kernel, ProbeLoad load, History[] histories)
    {
        using var session = GuestSession.Start(Find(kernel), null, load);
        using var target = session.Target("nd_pmem");
        using var examiner = new Examiner(new() { Target = target, Profile = ModelSet.Load().Profile(kernel) }, ModelSet.Load());
        var breaks = new List<string>();
        examiner.Announce(histories);
        var answers = histories.Select(examiner.Answers).ToArray();
        // A history known to be fatal costs no second guest.
        foreach (var history in histories) examiner.Examine(0, history, b => breaks.Add($"{history}: {b.Clause} {b.Step} {b.Got} {b.Allowed} {b.Waiver}"));
        return (answers, [.. breaks], examiner.Lost, session.Boots);
    }

    private static LabKernel Find(string name) => LabCache.Default.TryFind(name, out var kernel, out var problem) ? kernel : throw new NotObservableException(problem);

    private static History Text(string text) => HistoryText.ParseHistory(text);
}
