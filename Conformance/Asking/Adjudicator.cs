using System.Collections.Immutable;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Asking;

/// <summary>The exact model and the contract of one generation, to be asked about single answers. Belongs to one thread.</summary>
public sealed class Adjudicator(Profile profile) : IDisposable
{
    private readonly ReferenceDevice _model = new(profile);
    private readonly ContractJudge _judge = new(profile);

    public Profile Profile => profile;

    /// <summary>What the model answers to every operation of a question's history; the last is the answer to the question.</summary>
    public Outcome[] Answers(Question question)
    {
        var answers = new Outcome[question.Before.Length + 1];
        _model.Run(question.History, answers);
        return answers;
    }

    /// <summary>The same, where an answer is needed to go on with.</summary>
    /// <exception cref="FormatException">the device cannot come as far as the question</exception>
    public Outcome[] Reach(Question question)
    {
        var answers = Answers(question);
        if (answers[question.Step].Kind != OutcomeKind.NotObservable) return answers;
        var fault = Array.FindIndex(answers, a => a[Aspect.Fault] != 0);
        throw new FormatException(fault < 0
            ? $"nd_pmem {profile.Name} never finishes recording the poison of '{question.Geometry}': ask about a device with other bad ranges"
            : $"--before: '{question.Before[fault]}' ends in {answers[fault].Text(Aspect.Fault)} on nd_pmem {profile.Name}, and nothing can be asked after that: take it out");
    }

    /// <summary>What the contract says of a candidate, had the device answered as the model does until then.</summary>
    public Ruling Rule(Question question, ReadOnlySpan<Outcome> answers, Candidate candidate)
    {
        var judged = answers.ToArray();
        judged[question.Step] = candidate.Outcome;
        var sayings = new Sayings(question.Step);
        _judge.Judge(question.History, judged, sayings);
        return new(candidate, sayings.ToImmutable());
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Keeps what is said of one step.</summary>
    private sealed class Sayings(int step) : IJudgementSink
    {
        private readonly List<Saying> _list = [];

        public void Add(int at, Clause clause, in Judgement judgement, InputClasses classes)
        {
            if (at == step) _list.Add(new(clause, judgement, classes));
        }

        public ImmutableArray<Saying> ToImmutable() => [.. _list];
    }
}
