using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>The facts of an answer as they stand in --json.</summary>
internal static class AskJson
{
    public static object Form(ModelSet models, Question question) => new
    {
        function = question.Spec.Name,
        arguments = question.Spec.Args.Select(ArgumentLine.Of),
        aspects = question.Spec.Observable.Items.Select(DataName.Of),
        clauses = ClauseLine.Concerning(models, question.Spec.Code),
    };

    public static object Table(AccessTable table) => new
    {
        device = table.Question.Geometry.ToString(),
        pages = table.Question.Geometry.Present ? table.Question.Geometry.Pages : 0,
        before = table.Question.Before.Select(o => o.ToString()),
        profile = table.Profile.Name,
        cells = table.Cells.Select(c => new
        {
            pgoff = c.Pgoff,
            nr_pages = c.NrPages,
            answer = c.Text,
            outcome = c.Answer.ToString(),
            forbidden_by = Ids(c.Broken),
            allowed = c.Broken.Length == 0 ? null : c.Allowed,
        }),
        same_in = table.Alike,
        other_in = table.Unlike,
    };

    public static object Answer(ModelSet models, Question question, IReadOnlyList<ModelAnswer> answers, LegalOutcomes legal) => new
    {
        operation = question.Call,
        device = question.Geometry.ToString(),
        before = question.Before.Select(o => o.ToString()),
        token = new Token(legal.Profile.Name, question.History).ToString(),
        model = answers.Select(a => new { profiles = a.Profiles, answer = a.Answer.ToString() }),
        profile = legal.Profile.Name,
        allowed = legal.Allowed.Select(g => new { answers = g.Answers, with = g.Variant }),
        forbidden = legal.Forbidden.Select(g => new { answers = g.Answers, with = g.Variant, forbidden_by = Ids(g.Clauses), because = g.Because }),
        candidates = legal.Rulings.Select(r => new { answer = r.Candidate.Text, with = r.Candidate.Variant, outcome = r.Candidate.Outcome.ToString(), legal = r.IsLegal, forbidden_by = Ids(r.BrokenIds) }),
        model_breaks = Ids(legal.Model.BrokenIds),
        clauses = legal.Clauses.Select(id => ClauseLine.Of(models, id)),
    };

    private static string[] Ids(string ids) => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
