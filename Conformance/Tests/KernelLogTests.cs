using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Tests;

/// <summary>When a warning of the kernel is held against it.</summary>
public sealed class KernelLogTests
{
    [Theory]
    [InlineData("iomap_start len=2; iomap_iter length=1; iomap_iter processed=1 length=1 end=-EIO")]
    [InlineData("iomap_start len=2; iomap_iter length=1; iomap_iter processed=1 length=1")]
    public void A_mapping_that_ends_before_the_position_may_be_warned_of(string operations) => Assert.DoesNotContain("KL-01", Broken(operations));

    [Theory]
    [InlineData("iomap_start len=2; iomap_iter length=1; iomap_iter processed=1 length=2 end=-EIO")]
    [InlineData("iomap_start len=2; iomap_iter length=1; iomap_iter processed=1 length=2")]
    public void A_mapping_that_covers_the_position_must_not(string operations) => Assert.Contains("KL-01", Broken(operations));

    /// <summary>The clauses that a kernel breaks which warns in the last operation.</summary>
    private static List<string> Broken(string operations)
    {
        var models = ModelSet.Load();
        var history = HistoryText.ParseHistory($"page=4096 size=4096 | {operations}");
        var step = 0;
        using var target = new PlantedTarget(models.Profile("6.12"), (_, outcome) => ++step == history.Operations.Length ? Warned(outcome) : outcome);
        using var examiner = new Examiner(new() { Target = target, Profile = models.Profile("6.12") }, models);
        var broken = new List<string>();
        examiner.Examine(0, history, o => broken.Add(o.Clause));
        return broken;
    }

    private static Outcome Warned(Outcome outcome)
    {
        outcome.Set(Aspect.Warned, 1);
        return outcome;
    }
}
