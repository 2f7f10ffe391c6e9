using Conformance.RealDevice.Lab;

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

    private static GuestConsole After(params string[] lines)
    {
        var console = new GuestConsole();
        foreach (var line in lines) console.Read(line, out _);
        return console;
    }
}
