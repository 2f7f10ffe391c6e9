using System.Globalization;
using System.Text;
using Conformance.Reference.Histories;

namespace Conformance.Comparing;

/// <summary>An answer as run.jsonl keeps it: every seen aspect with its 64-bit value, nothing left out, so that it can be judged again.</summary>
public static class AnswerLine
{
    private const string Untouched = "untouched";

    public static string Write(in Outcome answer)
    {
        if (answer.Kind != OutcomeKind.Answered) return answer.Kind == OutcomeKind.NotSupported ? "not-supported" : "not-observable";
        var text = new StringBuilder("answered");
        // A log line is no answer: the kernel limits its rate by the clock.
        foreach (var aspect in answer.Seen.Without(Aspect.Warned).Items)
            text.Append(CultureInfo.InvariantCulture, $" {DataName.Of(aspect)}={(answer.IsUntouched(aspect) ? Untouched : unchecked((long)answer[aspect]).ToString(CultureInfo.InvariantCulture))}");
        return text.ToString();
    }

    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static Outcome Parse(string text)
    {
        var words = text.Split(' ');
        if (words is ["not-supported"]) return Outcome.NotSupported;
        if (words is ["not-observable"]) return Outcome.NotObservable;
        if (words[0] != "answered") throw new FormatException($"found the answer '{text}'; wanted answered ASPECT=VALUE ..., not-supported or not-observable");
        var answer = new Outcome { Kind = OutcomeKind.Answered };
        foreach (var word in words.Skip(1))
        {
            var (name, value) = word.Split('=') is [var n, var v] ? (n, v) : throw new FormatException($"found '{word}' in an answer; wanted ASPECT=VALUE");
            if (!DataName.TryParse(name, out Aspect aspect)) throw new FormatException($"found the aspect '{name}' in an answer; wanted one of {string.Join(", ", DataName.All<Aspect>())}");
            if (value == Untouched) answer.SetUntouched(aspect);
            else if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits)) answer.Set(aspect, unchecked((ulong)bits));
            else throw new FormatException($"found '{word}' in an answer; wanted a number or {Untouched}");
        }
        return answer;
    }
}
