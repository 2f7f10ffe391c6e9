using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Tests;

/// <summary>A target that answers as the model does, except where a planted bug changes the answer.</summary>
internal sealed class PlantedTarget(Profile profile, Func<Operation, Outcome, Outcome> bug) : ITarget
{
    public static Profile Linux61 { get; } = ModelSet.Load().Profile("6.1");

    public TargetDescription Description { get; init; } = new()
    {
        Name = "planted:",
        Title = "The model with a planted bug",
        Profile = profile.Name,
        Observes = code => OperationSpec.For(code).Observable,
    };

    /// <summary>A device that shows nothing.</summary>
    public static PlantedTarget Blind { get; } = new(Linux61, (_, _) => Outcome.NotObservable);

    /// <summary>No bug at all.</summary>
    public static PlantedTarget None { get; } = new(Linux61, (_, outcome) => outcome);

    /// <summary>Answers one page less than it has.</summary>
    public static PlantedTarget OffByOne { get; } = new(Linux61, (operation, outcome) =>
        operation.Code == OpCode.dax_direct_access && outcome.Kind == OutcomeKind.Answered && outcome[Aspect.Fault] == 0 && outcome.Result > 1 ? Answering(outcome, outcome.Result - 1) : outcome);

    public IDeviceUnderTest Open() => new Device(new ReferenceDevice(profile), bug);

    public void Dispose()
    {
    }

    private static Outcome Answering(Outcome outcome, long result)
    {
        outcome.Set(Aspect.Result, unchecked((ulong)result));
        return outcome;
    }

    private sealed class Device(ReferenceDevice model, Func<Operation, Outcome, Outcome> bug) : IDeviceUnderTest
    {
        public void Run(History history, Span<Outcome> outcomes)
        {
            model.Run(history, outcomes);
            for (var i = 0; i < history.Operations.Length; i++) outcomes[i] = bug(history.Operations[i], outcomes[i]);
        }

        public void Dispose() => model.Dispose();
    }
}
