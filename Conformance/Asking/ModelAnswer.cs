using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>The exact model's answer to a question, and the generations that give it.</summary>
public sealed record ModelAnswer(ImmutableArray<string> Profiles, Outcome Answer)
{
    private static readonly AspectSet Digests = AspectSet.Of(Aspect.Contents, Aspect.Table, Aspect.Cow);

    /// <summary>The answer without digests, which nobody reads.</summary>
    public string Short => Answer.Kind == OutcomeKind.Answered ? Answer.Restrict(~Digests).ToString() : Answer.ToString();

    /// <summary>One for each different answer, in order of the generations.</summary>
    public static IReadOnlyList<ModelAnswer> All(ModelSet models, Question question)
    {
        var answers = new List<ModelAnswer>();
        foreach (var profile in models.Profiles)
        {
            using var adjudicator = new Adjudicator(profile);
            var answer = adjudicator.Answers(question)[question.Step];
            var same = answers.FindIndex(a => a.Answer == answer);
            if (same < 0) answers.Add(new([profile.Name], answer));
            else answers[same] = answers[same] with { Profiles = answers[same].Profiles.Add(profile.Name) };
        }
        return answers;
    }
}
