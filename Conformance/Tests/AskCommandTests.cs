using System.Text.Json;
using Conformance.Asking;
using Conformance.CommandLine;
using Xunit;

namespace Conformance.Tests;

public sealed class AskCommandTests
{
    [Fact]
    public void Without_arguments_the_form_the_clauses_and_a_table_are_shown()
    {
        var text = Run("ask", "dax_direct_access").Output;
        Assert.Contains("nr_pages  long, pages", text, StringComparison.Ordinal);
        Assert.Contains("DA-09  A page beyond the device is an error (any of)", text, StringComparison.Ordinal);
        Assert.Contains("1 !DA-09", text, StringComparison.Ordinal);
    }

    [Fact]
    public void With_both_arguments_the_allowed_answers_are_shown()
    {
        var text = Run("ask", "dax_direct_access", "pgoff=3", "nr_pages=2").Output;
        Assert.Contains("The contract as of 6.1 allows\n  1\nand forbids\n", text, StringComparison.Ordinal);
        Assert.Contains("Clauses that spoke\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_of_an_answer_asks_the_same_of_a_driver()
    {
        var token = Run("ask", "dax_direct_access", "pgoff=3", "nr_pages=2", "--before", "dax_alive").Output.TrimEnd().Split('\n')[^1];
        Assert.Equal("page=4096 size=16384 | dax_alive; dax_direct_access pgoff=3 nr_pages=2", Reference.Histories.Token.Parse(token).History.ToString());
    }

    [Fact]
    public void The_driver_prefix_of_a_function_may_be_left_out() =>
        Assert.Equal(Run("ask", "dax_direct_access", "pgoff=0", "nr_pages=1"), Run("ask", "direct_access", "pgoff=0", "nr_pages=1"));

    [Fact]
    public void The_at_of_a_named_device_may_be_left_out() =>
        Assert.Equal(Run("ask", "dax_alive", "--device=@padded"), Run("ask", "dax_alive", "--device=padded"));

    [Theory]
    [InlineData("outputs that belong to it", "dax_direct_access", "pgoff=0", "nr_pages=1")]
    [InlineData("result alone", "kunmap_atomic", "mapping=0")]
    public void What_was_tried_is_said(string says, params string[] question) =>
        Assert.Contains(says, Run(["ask", .. question]).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);

    [Fact]
    public void A_break_of_nd_pmem_itself_is_said() =>
        Assert.Contains("nd_pmem 6.1 itself breaks DA-09: got 1 ", Run("ask", "dax_direct_access", "pgoff=9", "nr_pages=1").Output, StringComparison.Ordinal);

    [Fact]
    public void A_function_without_arguments_is_answered_at_once() =>
        Assert.Contains("allows\n  1", Run("ask", "dax_alive").Output, StringComparison.Ordinal);

    [Fact]
    public void A_function_without_a_table_asks_for_arguments() =>
        Assert.Contains("daxspec ask badblocks_check sector=", Run("ask", "badblocks_check").Output, StringComparison.Ordinal);

    [Fact]
    public void The_table_has_the_same_facts_as_json()
    {
        using var json = JsonDocument.Parse(Run("ask", "dax_direct_access", "--json").Output);
        var cell = json.RootElement.GetProperty("table").GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("pgoff").GetUInt64() == 5 && c.GetProperty("nr_pages").GetInt64() == 2);
        Assert.Equal("DA-09", cell.GetProperty("forbidden_by")[0].GetString());
        Assert.Equal("every errno", cell.GetProperty("allowed").GetString());
    }

    [Fact]
    public void An_answer_has_the_same_facts_as_json()
    {
        using var json = JsonDocument.Parse(Run("ask", "dax_direct_access", "pgoff=3", "nr_pages=2", "--json").Output);
        Assert.Equal("1", json.RootElement.GetProperty("answer").GetProperty("allowed")[0].GetProperty("answers").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("table").ValueKind);
    }

    [Theory]
    [InlineData("there is no function 'dax_direct_acess'|'daxspec ask dax_direct_access' shows one", "dax_direct_acess")]
    [InlineData("there is no function 'x'|wanted one of alloc_dax, ", "x")]
    [InlineData("has no argument 'page'|wanted NAME=VALUE with NAME one of pgoff, nr_pages, ", "dax_direct_access", "page=1")]
    [InlineData("'pgoff' is no argument|wanted NAME=VALUE", "dax_direct_access", "pgoff")]
    [InlineData("pgoff: 'many' is no number|wanted decimal", "dax_direct_access", "pgoff=many")]
    [InlineData("mode=read|wanted access or recovery", "dax_direct_access", "mode=read")]
    [InlineData("kaddr=2|wanted 0 or 1", "dax_direct_access", "kaddr=2")]
    [InlineData("pgoff is given twice|leave one out", "dax_direct_access", "pgoff=1", "pgoff=2")]
    [InlineData("dax_alive takes no arguments|leave it out", "dax_alive", "x=1")]
    [InlineData("there is no device '@nothing'|@plain", "dax_alive", "--device=@nothing")]
    [InlineData("--before: 'jump' names no operation|separated by ';'", "dax_alive", "--before", "jump")]
    [InlineData("--before: 'dax_alive' ends in NullCall|take it out", "dax_direct_access", "--device=null", "--before", "dax_alive")]
    [InlineData("there is no profile '2.4'|documents, 5.10, 6.1", "dax_alive", "--profile", "2.4")]
    public void Wrong_use_is_told_what_was_found_and_what_is_wanted(string says, params string[] args)
    {
        var (code, output, error) = Run(["ask", .. args]);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.All(says.Split('|'), part => Assert.Contains(part, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0, 2..4, 7", 0L, 2L, 3L, 4L, 7L)]
    [InlineData("-1, 1, -EIO, -EINVAL", -1L, 1L, -5L, -22L)]
    [InlineData("nothing that was tried")]
    public void Answers_are_listed_compactly(string text, params long[] results) =>
        Assert.Equal(text, AnswerList.Text(results.Select(r => new Candidate(Reference.Histories.Outcome.Of(r), "", true))));

    [Theory]
    [InlineData(12UL, "12")]
    [InlineData(1UL << 52, "2^52")]
    [InlineData((1UL << 52) - 1, "2^52-1")]
    [InlineData(ulong.MaxValue, "max")]
    [InlineData(0x123456789UL, "0x123456789")]
    public void A_number_is_short_and_can_be_read_back(ulong number, string text)
    {
        Assert.Equal(text, AnswerList.Number(number));
        Assert.Equal(number, Reference.Histories.HistoryText.ParseNumber(text));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
