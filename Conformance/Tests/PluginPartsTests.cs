using Conformance.CommandLine;
using Conformance.Generation;
using Conformance.Models;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Tests;

/// <summary>The parts of plugged-in drivers that need no process: the lent table, the wire, a driver that is a class.</summary>
public sealed class PluginPartsTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    [Fact]
    public void The_lent_table_answers_as_a_list_of_sectors_does()
    {
        const int sectors = 40;
        for (var seed = 0UL; seed < 300; seed++)
        {
            var choices = Choices.Of(seed, 0);
            var table = new LentBadblocks(trueIsSuccess: false);
            var plain = new int[sectors];
            for (var step = 0; step < 12; step++)
            {
                var (from, count, kind) = ((int)choices.Below(sectors), 1 + (int)choices.Below(8), choices.Below(3));
                if (kind == 2) table.Clear((ulong)from, (ulong)count);
                else table.Set((ulong)from, (ulong)count, kind == 1);
                for (var s = from; s < Math.Min(from + count, sectors); s++) plain[s] = kind switch { 2 => 0, 1 => 1, _ => plain[s] == 1 ? 1 : -1 };
                var (start, length) = ((int)choices.Below(sectors), 1 + (int)choices.Below(8));
                var range = plain.Skip(start).Take(length).ToArray();
                var found = table.Check((ulong)start, (ulong)range.Length, out (ulong First, ulong Sectors)? written);
                var (first, bad) = written.GetValueOrDefault();
                Assert.Equal(range.Contains(-1) ? -1 : range.Contains(1) ? 1 : 0, found);
                if (found != 0) Assert.Equal(Array.FindIndex(range, r => r != 0) + start, Math.Max((int)first, start));
                if (found != 0) Assert.True(first + bad > (ulong)start);
            }
        }
    }

    [Fact]
    public void A_history_and_a_profile_come_through_the_wire_as_they_went_in()
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        foreach (var profile in Models.Profiles) HistoryWire.Write(to, profile);
        foreach (var edge in Models.EdgeCases) HistoryWire.Write(to, edge.History);
        bytes.Position = 0;
        using var from = new BinaryReader(bytes);
        foreach (var profile in Models.Profiles) Assert.Equal(profile, HistoryWire.ReadProfile(from));
        foreach (var edge in Models.EdgeCases) Assert.Equal(edge.History, HistoryWire.ReadHistory(from));
        Assert.Equal(bytes.Length, bytes.Position);
    }

    [Fact]
    public void An_exception_of_a_class_is_a_finding_and_the_run_goes_on()
    {
        var result = Check(() => new Thrower());
        Assert.Equal(ExitCodes.Broken, result.ExitCode);
        var finding = result.Clauses.Single(c => c.Id == "PL-01").Finding!;
        Assert.Equal("InvalidOperationException: no page for you", finding.Observed.Got);
        Assert.Equal(OpCode.dax_direct_access, finding.Smallest.Operations[finding.Observed.Step].Code);
        Assert.Contains(finding.Log, l => l.Text.Contains(nameof(Thrower), StringComparison.Ordinal));
    }

    [Fact]
    public void A_driver_that_takes_no_ordinary_device_does_not_conform() => Assert.Contains(Check(() => new Refuser()).Clauses, c => c.Id == "PL-04" && c.Status == Status.Broken);

    [Fact]
    public void A_driver_that_never_comes_back_is_found_in_a_bounded_time_and_the_run_goes_on()
    {
        var result = Check(() => new Sleeper(), new(TimeSpan.FromSeconds(1)));
        var finding = result.Clauses.Single(c => c.Id == "PL-02").Finding!;
        Assert.Equal("no answer in 0.2 s", finding.Observed.Got);
        Assert.Equal("page=4096 size=4096 | dax_zero_page_range nr_pages=1", finding.Smallest.ToString());
        Assert.Contains("the driver was in dax_zero_page_range", finding.Observed.Because, StringComparison.Ordinal);
        Assert.Contains(result.Target.Limits, l => l.StartsWith("dax_zero_page_range: not carried out any more", StringComparison.Ordinal));
        Assert.Contains(result.Clauses, c => c.Id == "DA-09" && c.Status == Status.Held);
    }

    [Fact]
    public void A_driver_whose_constructor_never_comes_back_is_refused() =>
        Assert.Contains("has not said what it is", Assert.Throws<TargetException>(() => new DriverTarget(() => { Thread.Sleep(Timeout.Infinite); return new Refuser(); }, Models.Profile("6.1"), limits: new(TimeSpan.FromSeconds(0.2)))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_the_harness_answers_itself_is_never_held() =>
        Assert.DoesNotContain(Check(() => new Thrower()).Clauses, c => c.Status == Status.Held && (c.Id.StartsWith("BB-", StringComparison.Ordinal) || c.Id is "DA-01" or "DA-02" or "LV-01" or "ZP-03"));

    [Fact]
    public void An_own_table_and_an_own_alive_bit_are_the_drivers_to_answer_for()
    {
        var result = Check(() => new Stubborn());
        Assert.Equal(["BB-02", "LV-01"], result.Clauses.Where(c => c.Status == Status.Broken && c.Id is "BB-02" or "LV-01").Select(c => c.Id).Order(StringComparer.Ordinal));
    }

    private static RunResult Check(Func<IPmemDriver> make, PluginLimits? limits = null)
    {
        var profile = Models.Profile("6.1");
        using var target = new DriverTarget(make, profile, limits: limits);
        return new Checker(new() { Target = target, Profile = profile, Oracle = Oracle.Contract, Cases = 200, SweepStep = 7 }, Models).Run();
    }

    private sealed class Thrower : IPmemDriver
    {
        public DriverMembers Members => DriverMembers.DirectAccess;

        public int Open(PmemRegion region) => 0;

        public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer) => throw new InvalidOperationException("no page for you");
    }

    private sealed class Sleeper : IPmemDriver
    {
        public DriverMembers Members => DriverMembers.DirectAccess | DriverMembers.ZeroPageRange;

        public int Open(PmemRegion region) => 0;

        public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer) => nrPages < 0 ? -Errno.EINVAL : -Errno.ENXIO;

        public int ZeroPageRange(ulong pgoff, ulong nrPages)
        {
            Thread.Sleep(Timeout.Infinite);
            return 0;
        }
    }

    private sealed class Refuser : IPmemDriver
    {
        public int Open(PmemRegion region) => -Errno.EINVAL;

        public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer) => -Errno.ENXIO;
    }

    /// <summary>Its table forgets everything, and it cannot be killed.</summary>
    private sealed class Stubborn : IPmemDriver
    {
        public DriverMembers Members => DriverMembers.DirectAccess | DriverMembers.Badblocks | DriverMembers.Liveness;

        public bool Alive
        {
            get => true;
            set { }
        }

        public int Open(PmemRegion region) => 0;

        public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer) => -Errno.ENXIO;

        public int BadblocksSet(ulong sector, ulong sectors, bool acknowledged) => 0;

        public int BadblocksClear(ulong sector, ulong sectors) => 0;

        public int BadblocksCheck(ulong sector, ulong sectors, out ulong firstBad, out ulong badSectors)
        {
            (firstBad, badSectors) = (0, 0);
            return 0;
        }
    }
}
