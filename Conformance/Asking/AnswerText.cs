using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>One call: what nd_pmem answers, what any driver may answer, and which clauses say so.</summary>
internal static class AnswerText
{
    /// <summary>What a list of answers may be wide before what is said of them stands behind.</summary>
    private const int Column = 22;

    public static IEnumerable<string> Lines(ModelSet models, Question question, IReadOnlyList<ModelAnswer> answers, LegalOutcomes legal)
    {
        foreach (var line in TextLines.Wrap("", question.Call)) yield return line;
        foreach (var line in TableText.DeviceLines(question)) yield return line;
        yield return "";
        yield return "The model of nd_pmem answers";
        var width = answers.Max(a => string.Join(", ", a.Profiles).Length);
        foreach (var answer in answers)
            foreach (var line in TextLines.Wrap($"  {string.Join(", ", answer.Profiles).PadRight(width)}  ", answer.Short + Unlike(answer, answers.First(a => a.Short == answer.Short)))) yield return line;
        yield return "";
        foreach (var line in ContractLines(models, legal)) yield return line;
        if (legal.Rulings.IsEmpty) yield break;
        yield return "";
        foreach (var line in TextLines.Wrap("Tried: ", Tried(question))) yield return line;
        yield return $"Ask a driver: daxspec replay TOKEN TARGET, with this TOKEN";
        yield return new Token(legal.Profile.Name, question.History).ToString();
    }

    /// <summary>What the lists of answers mean: nothing is said of what was not tried.</summary>
    private static string Tried(Question question) =>
        $"{Candidates.Errnos.Count} errnos, counts up to {Candidates.MaxCount} and about the one asked for, calls that do not return; "
        + (question.Spec.Observable.Has(Aspect.Kaddr) ? "each with the outputs that belong to it, and with wrong ones." : "each by its result alone, and the model's answer with one thing beside it changed.");

    /// <summary>What two answers differ in that look the same without their digests.</summary>
    private static string Unlike(ModelAnswer answer, ModelAnswer first) => answer.Answer.FirstDifference(first.Answer) is { } aspect ? $" with other {DataName.Of(aspect)}" : "";

    private static IEnumerable<string> ContractLines(ModelSet models, LegalOutcomes legal)
    {
        if (legal.Rulings.IsEmpty)
        {
            yield return $"As of {legal.Profile.Name} there is no such operation, and the contract says nothing.";
            yield break;
        }
        yield return $"The contract as of {legal.Profile.Name} allows";
        if (legal.Allowed.IsEmpty) yield return "  " + AnswerList.Nothing;
        foreach (var group in legal.Allowed)
            foreach (var line in TextLines.Wrap("  ", Name(group) + (group.Variant.Length > 0 && IsWrong(legal, group) ? ": no clause looks at that" : ""))) yield return line;
        yield return "and forbids";
        if (legal.Forbidden.IsEmpty) yield return "  " + AnswerList.Nothing;
        foreach (var group in legal.Forbidden)
            foreach (var line in GroupLines(group)) yield return line;
        foreach (var saying in legal.Model.Broken)
            foreach (var line in TextLines.Wrap("", $"nd_pmem {legal.Profile.Name} itself breaks {saying.Clause.Id}: got {saying.Judgement.Got}; allowed {saying.Judgement.Allowed}; {saying.Judgement.Because}")) yield return line;
        foreach (var line in Deviations(models, legal)) yield return line;
        yield return "";
        yield return "Clauses that spoke";
        foreach (var id in legal.Clauses)
            foreach (var line in ClauseLine.Of(models, id).Lines()) yield return line;
    }

    private static IEnumerable<string> GroupLines(AnswerGroup group)
    {
        var name = Name(group);
        var says = $"{group.Clauses}: {group.Because}";
        var fits = name.Length <= Column;
        if (!fits)
            foreach (var line in TextLines.Wrap("  ", name)) yield return line;
        foreach (var line in TextLines.Wrap(fits ? $"  {name.PadRight(Column)}  " : "      ", says)) yield return line;
    }

    private static string Name(AnswerGroup group) => group.Variant.Length == 0 ? group.Answers : $"{group.Answers} with {group.Variant}";

    private static bool IsWrong(LegalOutcomes legal, AnswerGroup group) => legal.Rulings.Any(r => !r.Candidate.Right && group.Variant.StartsWith(r.Candidate.Variant, StringComparison.Ordinal));

    /// <summary>The known deviations (models/waivers) that the model's own breaks are.</summary>
    private static IEnumerable<string> Deviations(ModelSet models, LegalOutcomes legal) => models.Waivers
        .Where(w => w.IsOfNdPmem && legal.Model.Broken.Any(s => w.Excuses(legal.Profile.Name, s.Clause.Id, s.Classes, s.Judgement.Got)))
        .SelectMany(w => TextLines.Wrap("", $"Known deviation {w.Id}: {w.Consequence}"));
}
