using Conformance.Reference.Histories;
using FsCheck.Xunit;

namespace Conformance.Tests;

public sealed class TokenTests
{
    private static readonly Token Example = new("6.1", HistoryText.ParseHistory("page=4096 size=32768 bad=16+1 | dax_direct_access pgoff=2 nr_pages=1"));

    [Property(Arbitrary = [typeof(AnyHistory)], MaxTest = 500)]
    public void A_token_holds_the_whole_case(History history)
    {
        var read = Token.Parse(new Token("7.2", history).ToString());
        Assert.Equal(("7.2", history), (read.Profile, read.History));
    }

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void A_token_is_one_word(History history) => Assert.DoesNotContain(' ', new Token("6.1", history).ToString());

    [Fact]
    public void A_token_of_an_earlier_version_still_replays() =>
        Assert.Equal(Example, Token.Parse("dax1:AzYuMRmAgAIAAICAgIAQH_7__________wEBEAEBAQECAgABAa3c"));

    [Fact]
    public void White_space_around_a_token_does_not_matter() => Assert.Equal(Example, Token.Parse($"{Example}  \n"));

    [Fact]
    public void A_changed_character_is_noticed_wherever_it_is()
    {
        var text = Example.ToString();
        for (var i = Token.Prefix.Length; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            Assert.Throws<FormatException>(() => Token.Parse(changed));
        }
    }

    [Theory]
    [InlineData("junk", "a token starts with 'dax1:'; found 'junk'")]
    [InlineData("dax2:AzYuMRmAgAIAAICAgIAQH", "a token starts with 'dax1:'; found 'dax2:AzYuMRmAgAIAAIC...'")]
    [InlineData("dax1:A!B", "the token holds characters outside A-Z a-z 0-9 - _: copy the whole 'dax1:...' word again")]
    [InlineData("dax1:", "the token is cut short or changed (its check does not match): copy the whole 'dax1:...' word again")]
    [InlineData("dax1:AzYuMRmAgAIAAICAgIAQ", "the token is cut short or changed (its check does not match): copy the whole 'dax1:...' word again")]
    public void A_malformed_token_says_what_was_found_and_what_to_do(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Token.Parse(text)).Message);
}
