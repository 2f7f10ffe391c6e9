using Conformance.Evidence;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Running;

namespace Conformance.Tests;

public sealed class WaiverTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    public static TheoryData<string, string> Everywhere
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var waiver in Models.Waivers.Where(w => w.IsOfNdPmem))
                foreach (var profile in waiver.Profiles) rows.Add(waiver.Id, profile);
            return rows;
        }
    }

    public static TheoryData<string> Names => [.. Models.Waivers.Where(w => w.IsOfNdPmem).Select(w => w.Id)];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Its_counterexample_shows_it(string waiver, string profile)
    {
        using var examiner = Reference(profile, Waiver(waiver).Overlaps);
        Assert.True(Shows(examiner, Waiver(waiver), HistoryText.ParseHistory(Waiver(waiver).Counterexample)), $"{Waiver(waiver).Counterexample} does not show {waiver} on {profile}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_counterexample_does_not_get_smaller(string waiver)
    {
        var history = HistoryText.ParseHistory(Waiver(waiver).Counterexample);
        var examiners = Waiver(waiver).Profiles.Select(p => Reference(p, Waiver(waiver).Overlaps)).ToArray();
        var (smallest, _) = Shrinker.Shrink(history, h => Array.TrueForAll(examiners, e => Shows(e, Waiver(waiver), h)));
        foreach (var examiner in examiners) examiner.Dispose();
        Assert.True(smallest.Equals(history), $"{smallest} shows it in all of its profiles");
    }

    [Fact]
    public void A_waiver_is_of_a_clause_and_of_profiles_that_exist() =>
        Assert.Empty(Models.Waivers.Where(w => !ClauseCatalog.Ids.Contains(w.Clause) || w.Profiles.Count == 0 || w.Profiles.Exists(p => !Models.Profiles.Any(m => m.Name == p))).Select(w => w.Id));

    [Fact]
    public void Waivers_have_names_of_their_own() => Assert.Equal(Models.Waivers.Length, Models.Waivers.Select(w => w.Id).Distinct().Count());

    [Fact]
    public void The_conditions_of_waivers_are_input_classes() => Assert.All(Models.Waivers, w => InputClassNames.Parse(w.When, w.Id));

    [Fact]
    public void A_target_that_claims_no_generation_is_given_no_waiver()
    {
        using var target = new PlantedTarget(PlantedTarget.Linux61, (_, outcome) => outcome) { Description = PlantedTarget.None.Description with { Profile = null } };
        using var examiner = new Examiner(new() { Target = target, Profile = PlantedTarget.Linux61 }, Models);
        var waived = new List<string>();
        foreach (var waiver in Models.Waivers.Where(w => w.IsOfNdPmem && w.Profiles.Contains("6.1") && !w.Overlaps))
            examiner.Examine(0, HistoryText.ParseHistory(waiver.Counterexample), o => waived.AddRange(o.Waiver is { } id ? [id] : Array.Empty<string>()));
        Assert.Empty(waived);
    }

    [Theory]
    [InlineData("dm-linear", true)]
    [InlineData("dm-stripe", true)]
    [InlineData("virtio_pmem", false)]
    [InlineData(null, false)]
    public void A_deviation_of_named_drivers_is_theirs_alone(string? driver, bool applies)
    {
        var waiver = Models.Waivers[0] with { Drivers = ["dm-*"] };
        Assert.Equal(applies, waiver.AppliesTo(PlantedTarget.None.Description with { Driver = driver }, "6.1"));
    }

    [Fact]
    public void A_deviation_of_named_drivers_needs_no_claim_to_be_nd_pmem() =>
        Assert.True((Models.Waivers[0] with { Drivers = ["ramdax"] }).AppliesTo(PlantedTarget.None.Description with { Driver = "ramdax", Profile = null }, "6.1"));

    [Fact]
    public void Every_deviation_is_a_case_of_a_finding() =>
        Assert.Empty(Models.Waivers.Where(w => !Models.Findings.Any(f => f.Id == w.Finding)).Select(w => w.Id));

    [Fact]
    public void Every_finding_is_shown_by_a_deviation_of_its_own() =>
        Assert.Empty(Models.Findings.Where(f => Models.Waivers.FirstOrDefault(w => w.Id == f.ShownBy)?.Finding != f.Id).Select(f => f.Id));

    [Fact]
    public void Findings_have_names_of_their_own_and_stand_in_their_order() =>
        Assert.Equal(Models.Findings.Select((_, i) => $"F-{i + 1:00}"), Models.Findings.Select(f => f.Id));

    private static Waiver Waiver(string id) => Models.Waivers.First(w => w.Id == id);

    private static Examiner Reference(string profile, bool overlaps) => FindingDossiers.ExaminerOf(Models, profile, overlaps);

    private static bool Shows(Examiner examiner, Waiver waiver, History history)
    {
        var shown = false;
        examiner.Examine(0, history, o => shown |= o.Waiver == waiver.Id);
        return shown;
    }
}
