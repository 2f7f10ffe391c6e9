using Conformance.Reference.Histories;
using Conformance.Running;
using FsCheck.Xunit;

namespace Conformance.Tests;

public sealed class ShrinkerTests
{
    private const string Large = "page=65536 size=1048576 data_offset=65536 pfn_pad=65536 phys=0 clear=512 bad=3+1,300+600?,900+5 | kill_dax; run_dax; dax_direct_access pgoff=3 nr_pages=700 mode=recovery; load pgoff=9; dax_direct_access pgoff=5 nr_pages=40; store pgoff=2 offset=77 bytes=5000 seed=9; dax_alive";

    public static TheoryData<string, string> PlantedBugs => new()
    {
        { "a count of more than 4 pages", "page=4096 size=4096 | dax_direct_access nr_pages=5" },
        { "a translation while a record is unacknowledged", "page=4096 size=4096 bad=0+1? | dax_direct_access" },
        { "64 KiB pages", "page=65536 size=65536 | dax_direct_access" },
        { "a kill, then a store", "page=4096 size=4096 | kill_dax; store" },
        { "three pages or more", "page=4096 size=12288 | dax_direct_access" },
        { "a data_offset of 512 or more", "page=4096 size=4608 data_offset=512 | dax_direct_access" },
    };

    [Theory]
    [MemberData(nameof(PlantedBugs))]
    public void A_planted_bug_shrinks_to_its_smallest_history(string bug, string smallest) =>
        Assert.Equal(smallest, Shrink(bug).Smallest.ToString());

    [Theory]
    [MemberData(nameof(PlantedBugs))]
    public void What_is_smallest_cannot_be_simplified_without_losing_the_bug(string bug, string smallest) =>
        Assert.DoesNotContain(Simplifications.Of(HistoryText.ParseHistory(smallest)), h => Has(bug, h));

    [Fact]
    public void The_same_bug_shrinks_in_the_same_steps()
    {
        var first = new List<History>();
        var second = new List<History>();
        foreach (var seen in new[] { first, second })
            Shrinker.Shrink(HistoryText.ParseHistory(Large), h =>
            {
                seen.Add(h);
                return Has("three pages or more", h);
            });
        Assert.Equal(first, second);
    }

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void Shrinking_as_long_as_anything_fails_ends_with_one_operation_on_a_device_of_one_page(History history)
    {
        var smallest = Shrinker.Shrink(history, _ => true).Smallest;
        Assert.Single(smallest.Operations);
        Assert.True(!smallest.Geometry.Present || smallest.Geometry.Pages == 1, smallest.ToString());
    }

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void A_history_is_not_its_own_simplification(History history) => Assert.DoesNotContain(history, Simplifications.Of(history));

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void Simplifications_have_fewer_operations_or_as_many_and_no_more_poison(History history) =>
        Assert.All(Simplifications.Of(history), h => Assert.True(h.Operations.Length < history.Operations.Length || h.Operations.Length == history.Operations.Length && h.Geometry.Bad.Length <= history.Geometry.Bad.Length));

    [Fact]
    public void A_set_at_the_start_becomes_a_record_of_the_device() =>
        Assert.Equal("page=4096 size=4096 bad=0+1 | load", Shrinker.Shrink(HistoryText.ParseHistory("page=4096 size=8192 | badblocks_set sector=3 sectors=2; load pgoff=1"), h => h.Geometry.Bad.Length + h.Operations.Count(o => o.Code == OpCode.badblocks_set) > 0 && h.Operations.Any(o => o.Code == OpCode.load)).Smallest.ToString());

    [Fact]
    public void A_finding_that_never_comes_again_is_left_as_it_is()
    {
        var history = HistoryText.ParseHistory(Large);
        Assert.Equal((history, 0), Shrinker.Shrink(history, _ => false));
    }

    [Fact]
    public void A_slow_device_is_not_asked_for_ever()
    {
        var runs = 0;
        Shrinker.Shrink(HistoryText.ParseHistory(Large), _ => ++runs > 0 && runs % 50 == 0);
        Assert.InRange(runs, 1, Shrinker.MaxRuns);
    }

    private static (History Smallest, int Steps) Shrink(string bug) => Shrinker.Shrink(HistoryText.ParseHistory(Large), h => Has(bug, h));

    private static bool Has(string bug, History history)
    {
        var translates = history.Operations.Any(o => o.Code == OpCode.dax_direct_access);
        return bug switch
        {
            "a count of more than 4 pages" => history.Operations.Any(o => o.Code == OpCode.dax_direct_access && o.Signed(1) > 4),
            "a translation while a record is unacknowledged" => translates && history.Geometry.Bad.Any(b => !b.Acknowledged),
            "64 KiB pages" => translates && history.Geometry.PageShift == 16,
            "a kill, then a store" => history.Operations.SkipWhile(o => o.Code != OpCode.kill_dax).Any(o => o.Code == OpCode.store),
            "three pages or more" => translates && history.Geometry.Pages >= 3,
            _ => translates && history.Geometry.DataOffset >= 512,
        };
    }
}
