using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class OutcomeTests
{
    [Fact]
    public void Only_what_both_saw_is_compared()
    {
        var one = Outcome.Of(1).Set(Aspect.Kaddr, 4096);
        var other = Outcome.Of(1).Set(Aspect.Pfn, 7);
        Assert.True(one.Agrees(other));
    }

    [Fact]
    public void An_output_that_was_left_alone_is_not_the_same_as_one_that_is_0()
    {
        var written = Outcome.Of(-5).Set(Aspect.Kaddr, 0);
        var untouched = Outcome.Of(-5).SetUntouched(Aspect.Kaddr);
        Assert.Equal(Aspect.Kaddr, written.FirstDifference(untouched));
    }

    [Fact]
    public void The_first_difference_is_the_first_aspect_in_text_order()
    {
        var one = Outcome.Of(1).Set(Aspect.Kaddr, 4096).Set(Aspect.Pfn, 1);
        var other = Outcome.Of(1).Set(Aspect.Kaddr, 8192).Set(Aspect.Pfn, 2);
        Assert.Equal(Aspect.Kaddr, one.FirstDifference(other));
    }

    [Fact]
    public void What_a_target_does_not_see_is_gone_from_its_answer()
    {
        var outcome = Outcome.Of(1).Set(Aspect.Kaddr, 4096).Restrict(AspectSet.Of(Aspect.Failed));
        Assert.Equal("ok", outcome.ToString());
    }

    [Theory]
    [InlineData(-5, "-EIO")]
    [InlineData(-133, "-EHWPOISON")]
    [InlineData(-7, "-7")]
    [InlineData(3, "3")]
    public void A_result_is_written_as_its_errno(long result, string text) => Assert.Equal(text, Outcome.Of(result).ToString());

    [Fact]
    public void A_fault_is_named() =>
        Assert.Equal("faulted fault=WildAccess", new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Fault, (ulong)Fault.WildAccess).ToString());
}
