using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Comparing;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Tests;

/// <summary>daxspec diff: what two targets, or two runs, do differently, and which of it matters.</summary>
public sealed class DiffTests
{
    private static readonly ModelSet Models = ModelSet.Load();
    private static readonly Lazy<Comparison> Bug = new(() => Pair(PlantedTarget.None, PlantedTarget.OffByOne));

    [Fact]
    public void A_target_does_not_differ_from_itself()
    {
        var comparison = Pair(PlantedTarget.None, PlantedTarget.None);
        Assert.Equal((false, 0L, 0, 0), (comparison.Matters, comparison.Differing, comparison.Groups.Length, comparison.Clauses.Length));
        Assert.True(comparison.Cases > 10_000);
        Assert.StartsWith("planted: and planted: do not differ", DiffText.Lines(comparison, all: false).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_breaks_no_clause_is_told_with_the_smallest_history()
    {
        var group = Bug.Value.Groups.First(g => g.Key.Operation == OpCode.dax_direct_access && g.Key.BothAllowed);
        Assert.Equal("page=4096 size=8192 | dax_direct_access nr_pages=2 kaddr=0", group.Example.ToString());
        Assert.StartsWith("2 ", group.AnswerA, StringComparison.Ordinal);
        Assert.StartsWith("1 ", group.AnswerB, StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_choice_that_differs_is_the_profile_s() =>
        Assert.Contains(Bug.Value.Clauses, d => d is { Id: "DA-30", Kind: ClauseDifferenceKind.Free, Matters: false });

    [Fact]
    public void A_clause_that_one_breaks_matters_and_is_shown_at_its_smallest()
    {
        using var dead = new PlantedTarget(PlantedTarget.Linux61, (o, outcome) => o.Code == OpCode.dax_alive && outcome.Kind == OutcomeKind.Answered ? Answering(outcome, 7) : outcome);
        var difference = Pair(PlantedTarget.None, dead).Clauses.First(d => d.Kind == ClauseDifferenceKind.OneBreaks);
        Assert.Equal("page=4096 size=4096 | dax_alive", difference.Example!.ToString());
        Assert.True(difference.Matters && difference.A!.Keeps && difference.B!.Breaks);
    }

    [Fact]
    public void What_one_side_does_not_show_is_not_said_to_differ()
    {
        using var blind = new PlantedTarget(PlantedTarget.Linux61, (_, _) => Outcome.NotObservable);
        var comparison = Pair(PlantedTarget.None, blind);
        Assert.False(comparison.Matters);
        Assert.Empty(comparison.Groups);
        Assert.All(comparison.Clauses, d => Assert.Equal(ClauseDifferenceKind.OneSided, d.Kind));
    }

    [Fact]
    public void The_same_comparison_gives_the_same_bytes() =>
        Assert.Equal(DiffJson.Render(Bug.Value), DiffJson.Render(Pair(PlantedTarget.None, PlantedTarget.OffByOne)));

    [Fact]
    public void Generations_differ_where_their_deviations_do()
    {
        using var older = new ReferenceTarget(Models.Profile("6.1"));
        using var newer = new ReferenceTarget(Models.Profile("6.12"));
        var comparison = new PairedRun(Options(older, "6.1", 0), Options(newer, "6.12", 0), Models).Run(CancellationToken.None);
        var clause = comparison.Clauses.Single(d => d.Id == "DA-17");
        Assert.Equal((ClauseDifferenceKind.OneBreaks, true), (clause.Kind, clause.A!.Breaks));
        var poison = comparison.Groups.First(g => g.Key is { Operation: OpCode.dax_direct_access, A: "-EIO", B: "-EHWPOISON" });
        Assert.True(poison.Key.BothAllowed);
        var text = DiffText.Lines(comparison, all: false).ToArray();
        Assert.InRange(text.Length, 20, 90);
        Assert.All(text.Where(l => l.Contains("daxspec replay", StringComparison.Ordinal)), l => Token.Parse(l.Split(' ').First(w => w.StartsWith(Token.Prefix, StringComparison.Ordinal))));
    }

    [Fact]
    public void Two_run_files_say_what_their_targets_say()
    {
        var (a, b) = (File(PlantedTarget.None), File(PlantedTarget.OffByOne));
        var comparison = Comparer.OfFiles(RunFile.Parse("a", a), RunFile.Parse("b", b), Models);
        Assert.True(comparison.Cases > 500);
        Assert.Contains(comparison.Groups, g => g.Key is { Operation: OpCode.dax_direct_access, Aspect: "result", A: "a count", B: "a count" });
        Assert.Contains(comparison.Clauses, d => d is { Id: "DA-30", Kind: ClauseDifferenceKind.Free });
    }

    [Fact]
    public void What_a_run_file_keeps_does_not_grow_with_its_cases()
    {
        static int Kept(int cases) => new CasePlan(new() { Target = PlantedTarget.None, Profile = PlantedTarget.Linux61, Cases = cases }, Models).Kept.Length;
        Assert.Equal(Kept(10), Kept(1_000_000));
        Assert.InRange(Kept(10), 100, 1_500);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_answer_on_record_reads_back_whole(string operation)
    {
        using var device = new ReferenceDevice(PlantedTarget.Linux61);
        foreach (var edge in Models.EdgeCases.Where(e => e.History.Operations.Any(o => o.Spec.Name == operation)))
        {
            var outcomes = new Outcome[edge.History.Operations.Length];
            device.Run(edge.History, outcomes);
            Assert.All(outcomes, o => Assert.Equal(o, AnswerLine.Parse(AnswerLine.Write(o))));
        }
    }

    public static TheoryData<string> Operations => [.. OperationSpec.All.Select(s => s.Name)];

    [Fact]
    public void The_command_says_by_its_exit_code_whether_it_matters()
    {
        Assert.Equal(ExitCodes.Conforms, Run("diff", "reference:6.1", "reference:6.1", "--cases", "0").Code);
        Assert.Equal(ExitCodes.Broken, Run("diff", "reference:6.1", "mutant:zeroes-half-a-page", "--cases", "0", "--sweep-step", "10").Code);
    }

    [Fact]
    public void The_command_takes_a_run_s_directory_and_a_target()
    {
        using var file = new ScratchText(File(PlantedTarget.OffByOne), RunFile.Name);
        var (code, output, _) = Run("diff", Path.GetDirectoryName(file.Path)!, "reference:6.1", "--cases", "0", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((ExitCodes.Broken, true), (code, json.RootElement.GetProperty("matters").GetBoolean()));
        Assert.NotEmpty(json.RootElement.GetProperty("answers").EnumerateArray());
    }

    [Theory]
    [InlineData("{\"type\":\"header\",\"version\":1}\n", "found version 1; wanted 2; do: run the check again with this daxspec")]
    [InlineData("{\"type\":\"header\",\"version\":2}\n", "found no footer, so it is cut short; wanted a whole run.jsonl")]
    [InlineData("{\"type\":\"clause\"}\n", "found no header; wanted run.jsonl of 'daxspec check'")]
    [InlineData("not json\n", ":1: ")]
    public void A_file_that_is_no_run_is_wrong_use(string text, string message)
    {
        using var file = new ScratchText(text, RunFile.Name);
        var (code, _, error) = Run("diff", file.Path, "reference:6.1");
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.jsonl", "nowhere.jsonl: no such file; wanted a run.jsonl of 'daxspec check', its directory, or a target")]
    [InlineData("lab:6.1/e820/dax", "found lab:6.1/e820/dax, which runs this program in a guest; wanted a target that is driven from here, or a run; do: daxspec check lab:6.1/e820/dax --out DIR")]
    [InlineData("nonsense:", "'nonsense:' is no target")]
    public void What_cannot_be_compared_is_wrong_use(string side, string message)
    {
        var (code, _, error) = Run("diff", side, "reference:6.1");
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_of_different_sizes_are_not_asked_the_same() =>
        Assert.False(PairedRun.AreAlike(PlantedTarget.None.Description with { Fixed = new() { Size = 4096 } }, PlantedTarget.None.Description with { Fixed = new() { Size = 8192 } }));

    private static Outcome Answering(Outcome outcome, ulong result)
    {
        outcome.Set(Aspect.Result, result);
        return outcome;
    }

    private static string File(ITarget target) => JsonlReport.Render(new Checker(Options(target, "6.1", 100) with { Oracle = Oracle.Contract }, Models).Run());

    private static Comparison Pair(ITarget a, ITarget b) => new PairedRun(Options(a, "6.1", 200), Options(b, "6.1", 200), Models).Run(CancellationToken.None);

    private static CheckOptions Options(ITarget target, string profile, int cases) => new() { Target = target, Profile = Models.Profile(profile), Cases = cases };

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
