using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;
using Xunit.Abstractions;

namespace Conformance.Suite;

/// <summary>Every clause, by what one run of all named, swept and generated cases said of it.</summary>
[Collection(SuiteCollection.Name)]
public sealed class ClauseTests(SuiteTarget target, ITestOutputHelper output)
{
    public static TheoryData<Named> Contract => [.. ModelSet.Load().Clauses.Select(c => new Named(c.Id, $"{c.Id} {c.Sentence}"))];

    public static TheoryData<Named> Exact => [.. OperationSpec.All.Select(s => new Named(Examiner.ExactPrefix + s.Name, $"{s.Name} answers as the model does"))];

    /// <summary>The suite's calls come one after the other.</summary>
    public static TheoryData<Named> KnownDeviations => [.. ModelSet.Load().Waivers.Where(w => !w.Overlaps).Select(w => new Named(w.Id, $"{w.Id}: {w.Consequence}"))];

    [ObservableTheory]
    [MemberData(nameof(Contract))]
    public void The_contract_holds(Named clause) => Tell(clause);

    [ObservableTheory]
    [MemberData(nameof(Exact))]
    public void The_device_is_nd_pmem(Named clause)
    {
        if (target.Description.Profile is null) throw new NotObservableException($"{target.Description.Name} does not claim to be nd_pmem, so the exact model does not apply");
        Tell(clause);
    }

    [ObservableTheory]
    [MemberData(nameof(KnownDeviations))]
    public void A_known_deviation_is_still_there(Named deviation)
    {
        ArgumentNullException.ThrowIfNull(deviation);
        var (waiver, seen, status) = target.Run.Waivers.FirstOrDefault(w => w.Waiver.Id == deviation.Id);
        if (waiver is null) throw new NotObservableException($"{target.Settings.Profile.Name} does not have it");
        if (status == Status.NotObservable) throw new NotObservableException($"{target.Description.Name} does not show it");
        Assert.True(status == Status.Waived, $"{waiver.Id} ({waiver.Clause}) no longer occurs on {target.Description.Name}: remove it from models/waivers, or narrow its profiles");
        output.WriteLine($"seen in {Words.Plural(seen.Count, "case")}, first in {new CasePlan(target.Options, target.Models).LabelAt(seen.FirstCase)}");
    }

    [Fact]
    public void Waivers_are_in_order() => Assert.True(!target.Run.Own.Any(w => w.Fails), string.Join('\n', target.Run.Own.Where(w => w.Fails).Select(WaiverText.Line)));

    [Fact]
    public void Every_case_could_be_run() => Assert.Empty(target.Run.Errors);

    [Fact]
    public void Something_was_checked() => Assert.True(target.Run.CheckedSomething, $"{target.Description.Name} showed nothing that any clause speaks of: {string.Join("; ", target.Description.Limits)}");

    private void Tell(Named clause)
    {
        var result = target.Run.Clauses.FirstOrDefault(c => c.Id == clause.Id) ?? throw new NotObservableException("this run does not speak of it");
        output.WriteLine($"{Words.Of(result.Status)}: {Words.Plural(result.Tally.Judged, "judgement")}, {Words.Count(result.Tally.NotObservable)} not observable");
        switch (result.Status)
        {
            case Status.Broken:
                throw new ConformanceException(Story.Of(target, result.Data, result.Finding!));
            case Status.NotObservable or Status.NotSupported:
                throw new NotObservableException($"{Words.Of(result.Status)}: {result.Reason}");
            case Status.Error or Status.UnexpectedPass:
                Assert.Fail($"{result.Id}: {result.Reason}");
                break;
        }
        if (result.Reason.Length > 0) output.WriteLine(result.Reason);
        foreach (var (value, seen) in result.Tally.Values) output.WriteLine($"free: {value} ({Words.Plural(seen.Count, "time")})");
    }
}
