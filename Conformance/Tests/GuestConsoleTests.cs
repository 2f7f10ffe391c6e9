using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class GuestConsoleTests
{
    [Fact]
    public void A_line_of_the_job_is_news()
    {
        Assert.True(After("@daxspec job started").Read("@daxspec out hello", out var news));
        Assert.Equal("out hello", news);
    }

    [Fact]
    public void The_kernel_may_have_begun_the_line_of_the_job()
    {
        After("@daxspec job started").Read("[ 1.0] warning@daxspec out hello", out var news);
        Assert.Equal("out hello", news);
    }

    [Fact]
    public void Every_line_is_a_sign_of_life_while_booting() => Assert.True(new GuestConsole().Read("[ 0.1] Linux version", out _));

    [Fact]
    public void A_kernel_that_complains_is_no_sign_of_life_of_the_job() => Assert.False(After("@daxspec job started").Read("[ 9.9] INFO: task hung", out _));

    [Fact]
    public void The_log_after_a_panic_begins_at_its_first_sign() =>
        Assert.Equal(["BUG: unable to handle page fault", "Oops: 0002", "Kernel panic - not syncing: Fatal exception"],
            After("@daxspec job started", "[ok]", "BUG: unable to handle page fault", "Oops: 0002", "Kernel panic - not syncing: Fatal exception").KernelLog);

    [Theory]
    [InlineData(GuestStatus.Finished, "the job ended with exit code 0", 0, "@daxspec job started", "@daxspec exit 0")]
    [InlineData(GuestStatus.Panicked, "the guest's kernel panicked: Oops: 0002", null, "@daxspec job started", "Oops: 0002")]
    [InlineData(GuestStatus.Hung, "the guest's kernel panicked: daxspec: no progress in history 7, operation 0", null, "@daxspec job started", "daxspec: no progress in history 7, operation 0", "Kernel panic - not syncing: daxspec: history 7")]
    [InlineData(GuestStatus.FailedToBoot, "no device", null, "@daxspec failed no device")]
    [InlineData(GuestStatus.Hung, "the guest powered off at its own deadline", null, "@daxspec job started", "@daxspec deadline 600")]
    [InlineData(GuestStatus.Panicked, "the guest ended without exit code or panic message (QEMU's exit code 1); last line: @daxspec job started", null, "@daxspec job started")]
    [InlineData(GuestStatus.FailedToBoot, "the guest ended without exit code or panic message (QEMU's exit code 1); it said nothing", null)]
    public void The_end_of_a_guest_is_concluded_from_what_it_said(GuestStatus status, string reason, int? exit, params string[] lines)
    {
        var concluded = VirtualMachine.Conclude(After(lines), overdue: null, exit, qemu: 1);
        Assert.Equal((status, reason, exit), concluded);
    }

    [Theory]
    [InlineData(GuestStatus.Hung, "@daxspec job started")]
    [InlineData(GuestStatus.FailedToBoot, "[ 0.1] Linux version")]
    public void A_guest_that_is_overdue_hung_if_it_had_begun(GuestStatus status, string line) =>
        Assert.Equal((status, $"not done within 5 s; last line: {line}", null), VirtualMachine.Conclude(After(line), "not done within 5 s", exit: null, qemu: null));

    [Theory]
    [InlineData(Fault.NullCall, "[  9.1] BUG: kernel NULL pointer dereference, address: 0000000000000000", "[  9.2] Kernel panic - not syncing: Fatal exception")]
    [InlineData(Fault.WildAccess, "[  9.1] BUG: unable to handle page fault for address: ffffc90000000000", "[  9.2] Kernel panic - not syncing: Fatal exception")]
    [InlineData(Fault.WildAccess, "[  9.1] Kernel panic - not syncing: out of this or that")]
    [InlineData(Fault.Livelock, "[  9.1] daxspec: no progress in history 3, operation 0", "[  9.2] Kernel panic - not syncing: daxspec: history 3, operation 0 has not returned for 8 s")]
    [InlineData(Fault.Livelock, "QEMU: the watchdog fired")]
    [InlineData(Fault.WildAccess, "QEMU: shutdown, guest-reset")]
    [InlineData(Fault.Livelock, "daxspec: no answer within 30 s")]
    public void What_a_guest_died_of_is_in_its_last_words(Fault fault, params string[] lines) => Assert.Equal(fault, LastWords.FaultOf(lines));

    [Fact]
    public void Last_words_are_told_without_registers_and_guesses() =>
        Assert.Equal((string[])["BUG: kernel NULL pointer dereference, address: 0x...", "RIP: 0010:0x0", "dax_direct_access+0x2a/0x80"],
            LastWords.Of(["[    9.1] BUG: kernel NULL pointer dereference, address: 0000000000000000", "[    9.1] PGD 4f0d5067 P4D 0", "[    9.1] CPU: 0 PID: 77 Comm: relay Tainted: G", "[    9.1] RIP: 0010:0x0", "[    9.1] RAX: 0000000000000000", "[    9.1]  ? ksys_read+0xd4/0xf0", "[    9.1]  dax_direct_access+0x2a/0x80"]));

    [Theory]
    [InlineData("QEMU: the watchdog fired", """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "WATCHDOG", "data": {"action": "poweroff"}}""")]
    [InlineData("QEMU: shutdown, guest-reset", """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-reset"}}""")]
    [InlineData(null, """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": ["oob"]}}""")]
    [InlineData(null, """{"return": {}}""")]
    [InlineData(null, """{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "VSERPORT_CHANGE", "data": {"open": true, "id": "p"}}""")]
    public void QEMU_says_how_a_guest_ended_that_could_not(string? words, string json) => Assert.Equal(words, QemuEvents.Text(json));

    private static GuestConsole After(params string[] lines)
    {
        var console = new GuestConsole();
        foreach (var line in lines) console.Read(line, out _);
        return console;
    }
}
