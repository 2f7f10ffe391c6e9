using System.Collections.Immutable;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Asking;

/// <summary>Which answers to a question the contract allows and which it forbids, found by putting them to the judge one by one.</summary>
public sealed class LegalOutcomes
{
    private LegalOutcomes(Profile profile, Ruling model, ImmutableArray<Ruling> rulings)
    {
        (Profile, Model, Rulings) = (profile, model, rulings);
        var answers = rulings.Where(r => r.Candidate.Right).GroupBy(r => r.Candidate.Text).ToArray();
        var open = answers.Where(a => a.Any(r => r.IsLegal)).Select(a => a.Key).ToHashSet();
        // Without a right form there is nothing to say of the wrong ones.
        var wrong = rulings.Where(r => !r.Candidate.Right && open.Contains(r.Candidate.Text)).ToArray();
        Allowed =
        [
            .. Group(answers.Where(a => a.All(r => r.IsLegal)).Select(a => (a.First(), "")).Concat(Halves(answers, open, legal: true))),
            .. Group(wrong.Where(r => r.IsLegal).Select(r => (r, r.Candidate.Variant))),
        ];
        Forbidden =
        [
            .. Group(answers.Where(a => !open.Contains(a.Key)).Select(a => (a.MinBy(r => r.Broken.Count())!, ""))),
            .. Group(Halves(answers, open, legal: false).Concat(wrong.Where(r => !r.IsLegal).Select(r => (r, r.Candidate.Variant)))),
        ];
    }

    /// <summary>As of which generation the contract was read.</summary>
    public Profile Profile { get; }

    /// <summary>What the contract says of the model's own answer.</summary>
    public Ruling Model { get; }

    public ImmutableArray<Ruling> Rulings { get; }

    public ImmutableArray<AnswerGroup> Allowed { get; }

    public ImmutableArray<AnswerGroup> Forbidden { get; }

    /// <summary>The allowed answers in one line. Where the model's is among them although it is forbidden, what goes with it was wrong.</summary>
    public string AllowedText
    {
        get
        {
            var allowed = Rulings.Where(r => r.Candidate.Right && r.IsLegal).Select(r => r.Candidate).ToArray();
            var model = Model.Candidate;
            var beside = model.Outcome.Seen & ~AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Fault);
            return AnswerList.Text(allowed) + (Model.IsLegal || allowed.All(c => c.Text != model.Text) ? "" : $" ({model.Text} with other {string.Join(" or ", beside.Items.Select(DataName.Of))} than here)");
        }
    }

    /// <summary>The clauses that allowed, forbade or freed any of the answers, by id.</summary>
    public IEnumerable<string> Clauses =>
        Rulings.Add(Model).SelectMany(r => r.Sayings).Where(s => s.Judgement.Verdict is Verdict.Held or Verdict.Broken or Verdict.Unconstrained)
            .Select(s => s.Clause.Id).Distinct().Order(StringComparer.Ordinal);

    /// <exception cref="FormatException">the device cannot come as far as the question</exception>
    public static LegalOutcomes Of(Question question, Adjudicator adjudicator)
    {
        var answers = adjudicator.Reach(question);
        var model = adjudicator.Rule(question, answers, new(answers[question.Step], "", true));
        // What the generation does not have is not judged.
        var candidates = answers[question.Step].Kind == OutcomeKind.Answered ? Candidates.Of(question, adjudicator, answers[question.Step]) : [];
        return new(adjudicator.Profile, model, [.. candidates.Select(c => adjudicator.Rule(question, answers, c))]);
    }

    /// <summary>Answers that are allowed in one right form and forbidden in another: the forms of one kind.</summary>
    private static IEnumerable<(Ruling, string)> Halves(IEnumerable<IGrouping<string, Ruling>> answers, HashSet<string> open, bool legal) =>
        answers.Where(a => open.Contains(a.Key) && !a.All(r => r.IsLegal)).SelectMany(a => a.Where(r => r.IsLegal == legal)).Select(r => (r, r.Candidate.Variant));

    private static IEnumerable<AnswerGroup> Group(IEnumerable<(Ruling Ruling, string Variant)> rulings) => rulings
        .GroupBy(r => (r.Variant, r.Ruling.BrokenIds))
        .Select(g => new AnswerGroup(AnswerList.Text(g.Select(r => r.Ruling.Candidate)), g.Key.Variant, g.Key.BrokenIds, Because(g.First().Ruling)))
        .GroupBy(g => (g.Answers, g.Clauses))
        .Select(g => g.First() with { Variant = string.Join(" or ", g.Select(a => a.Variant)) });

    private static string Because(Ruling ruling) => ruling.Broken.Select(s => $"allowed {s.Judgement.Allowed}; {s.Judgement.Because}").FirstOrDefault("");
}
