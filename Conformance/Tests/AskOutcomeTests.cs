using Conformance.Asking;
using Conformance.Models;
using Conformance.Reference.Histories;
using Xunit;

namespace Conformance.Tests;

public sealed class AskOutcomeTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    [Theory]
    [InlineData("6.1", "-EIO")]
    [InlineData("6.12", "-EHWPOISON")]
    public void A_poisoned_page_may_only_be_answered_with_the_errno_of_its_generation(string profile, string errno) =>
        Assert.Equal(errno, Ask("dax_direct_access pgoff=2 nr_pages=1", profile, "poisoned").AllowedText);

    [Fact]
    public void The_good_pages_before_a_bad_one_may_be_answered_or_the_errno() =>
        Assert.Equal("1..2, -EIO", Ask("dax_direct_access pgoff=0 nr_pages=4", "6.1", "poisoned").AllowedText);

    [Fact]
    public void A_count_up_to_the_end_of_the_device_is_allowed_and_no_more()
    {
        var legal = Ask("dax_direct_access pgoff=1 nr_pages=8");
        Assert.Equal("1..3", legal.AllowedText);
        Assert.Contains(legal.Forbidden, g => g.Clauses == "DA-08" && g.Answers == "4..8");
    }

    [Fact]
    public void More_pages_than_were_asked_for_are_forbidden() =>
        Assert.Contains(Ask("dax_direct_access pgoff=0 nr_pages=2").Forbidden, g => g.Clauses == "DA-06" && g.Answers == "3..4");

    [Fact]
    public void An_address_one_page_off_is_forbidden_with_every_count() =>
        Assert.Contains(Ask("dax_direct_access pgoff=0 nr_pages=2").Forbidden, g => g.Answers == "1..2" && g.Variant == "kaddr one page further" && g.Clauses.Contains("DA-11", StringComparison.Ordinal));

    [Fact]
    public void A_frame_one_page_off_is_forbidden_with_every_count() =>
        Assert.Contains(Ask("dax_direct_access pgoff=0 nr_pages=2").Forbidden, g => g.Answers == "1..2" && g.Variant == "pfn one page further" && g.Clauses.Contains("DA-12", StringComparison.Ordinal));

    [Fact]
    public void An_output_that_is_not_asked_for_is_not_varied() =>
        Assert.DoesNotContain(Ask("dax_direct_access pgoff=0 nr_pages=2 kaddr=0").Rulings, r => r.Candidate.Outcome.Has(Aspect.Kaddr));

    [Fact]
    public void What_happened_before_decides() =>
        Assert.Equal("-ENXIO", Ask("dax_direct_access pgoff=0 nr_pages=1", before: "kill_dax").AllowedText);

    [Fact]
    public void An_answer_that_says_a_page_was_zeroed_goes_with_zeros() =>
        Assert.Contains(Ask("dax_zero_page_range pgoff=1 nr_pages=1").Forbidden, g => g.Answers == "0" && g.Variant == "other contents");

    [Fact]
    public void A_wrong_first_bad_sector_is_forbidden() =>
        Assert.Contains(Ask("badblocks_check sector=16 sectors=8", device: "poisoned").Forbidden, g => g.Variant.Contains("first_bad=15", StringComparison.Ordinal));

    [Fact]
    public void A_break_of_the_model_itself_is_found() =>
        Assert.Equal("DA-09", Ask("dax_direct_access pgoff=9 nr_pages=1").Model.BrokenIds);

    [Fact]
    public void A_result_that_is_right_with_other_contents_is_said_to_be() =>
        Assert.Equal("0, every errno, no return (0 with other contents or table than here)", Ask("pmem_dax_zero_page_range pgoff=0 nr_pages=2").AllowedText);

    [Fact]
    public void What_a_generation_does_not_have_is_not_judged() =>
        Assert.Empty(Ask("dax_supported blocksize=4096 sectors=8").Rulings);

    [Fact]
    public void Clauses_that_leave_an_answer_free_speak_too() =>
        Assert.Contains("DA-32", Ask("dax_direct_access pgoff=9 nr_pages=1").Clauses);

    [Fact]
    public void Generations_that_answer_alike_stand_together()
    {
        var answers = ModelAnswer.All(Models, Question("dax_direct_access pgoff=2 nr_pages=1", "poisoned", null));
        Assert.Equal(["documents 6.1: -EIO", "5.10: -EIO", "6.12 7.2: -EHWPOISON"], answers.Select(a => $"{string.Join(' ', a.Profiles)}: {Errno.Text(a.Answer.Result)}"));
    }

    [Fact]
    public void Every_answer_of_the_model_that_is_allowed_is_among_the_allowed()
    {
        foreach (var spec in OperationSpec.All)
            foreach (var profile in Models.Profiles)
                foreach (var device in Models.Devices)
                {
                    var legal = Ask(spec.Name, profile.Name, device.Name);
                    if (legal.Rulings.IsEmpty || !legal.Model.IsLegal) continue;
                    Assert.True(legal.Rulings.Any(r => r.IsLegal && r.Candidate.Text == legal.Model.Candidate.Text),
                        $"{spec.Name} on @{device.Name} as of {profile.Name}: {legal.Model.Candidate.Text} is not among {legal.AllowedText}");
                }
    }

    private static LegalOutcomes Ask(string call, string profile = "6.1", string? device = null, string? before = null)
    {
        using var adjudicator = new Adjudicator(Models.Profile(profile));
        return LegalOutcomes.Of(Question(call, device, before), adjudicator);
    }

    private static Question Question(string call, string? device, string? before)
    {
        var words = call.Split(' ');
        return QuestionText.Parse(Models, words[0], words[1..], device, before);
    }
}
