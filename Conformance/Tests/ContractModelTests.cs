using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class ContractModelTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    [Fact]
    public void Every_clause_that_is_written_down_is_judged() => Assert.Empty(Models.Clauses.Select(c => c.Id).Except(Clauses.All.Select(c => c.Id)));

    [Fact]
    public void Every_clause_that_is_judged_is_written_down() => Assert.Empty(Clauses.All.Select(c => c.Id).Except(Models.Clauses.Select(c => c.Id)));

    [Fact]
    public void A_clause_stands_in_models_once() => Assert.Equal(Models.Clauses.Length, Models.Clauses.Select(c => c.Id).Distinct().Count());

    [Fact]
    public void A_sentence_belongs_to_one_clause() => Assert.Empty(Models.Clauses.GroupBy(c => c.Sentence).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void A_clause_is_called_by_its_sentence() =>
        Assert.Empty(Clauses.All.Where(c => Words(c.Name) != Words(Models.Clause(c.Id).Sentence)).Select(c => $"{c.Id}: {c.Name} / {Models.Clause(c.Id).Sentence}"));

    [Fact]
    public void Input_classes_of_clauses_exist() =>
        Assert.All(Models.Clauses, c => InputClassNames.Parse(c.Classes, c.Id));

    [Fact]
    public void An_unknown_input_class_is_refused_with_its_place() =>
        Assert.StartsWith("DA-01: 'count_odd' is no input class: wanted one of null_device, ", Assert.Throws<ModelException>(() => InputClassNames.Parse(["count_odd"], "DA-01")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_clause_needs_are_operations_and_their_aspects() =>
        Assert.Empty(Models.Clauses.SelectMany(c => c.Needs.Where(n => !IsNeed(n)).Select(n => $"{c.Id}: {n}")));

    [Fact]
    public void Every_operation_that_a_clause_judges_is_one_it_needs() =>
        Assert.Empty(Clauses.All.Where(c => !c.Concerns.Any(code => Models.Clause(c.Id).Needs.Any(n => n.Split(':')[0].Trim() == code.ToString()))).Select(c => c.Id));

    [Fact]
    public void A_clause_says_where_it_is_written_and_what_to_check() =>
        Assert.DoesNotContain(Models.Clauses, c => c.Source.Length == 0 || c.Check.Count == 0);

    private static bool IsNeed(string need) => need.Split(':') is [var name, var aspects] && OperationSpec.TryFind(name.Trim(), out var spec)
        && aspects.Split(',', StringSplitOptions.TrimEntries).All(a => spec.Observable.Items.Any(seen => DataName.Of(seen) == a));

    /// <summary>Letters and digits; a type's name cannot say "-1".</summary>
    private static string Words(string text) => string.Concat(text.Replace("minus_", "", StringComparison.Ordinal).Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
