using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;

namespace Conformance.Tests;

/// <summary>A lab whose guests are the model: nd_pmem, a stacked driver that breaks the contract, one that no kernel has, one that will not open.</summary>
internal sealed class FakeLab : ILabHost
{
    public int Boots { get; private set; }

    public ILabGuest Boot(string kernel, OwnKernel? own, ProbeLoad load, TextWriter progress, CancellationToken cancel)
    {
        Boots++;
        return new Guest(kernel);
    }

    private sealed class Guest(string kernel) : ILabGuest
    {
        public string Release => $"{kernel}.9-fake";

        public IReadOnlyList<LabProvider> Providers { get; } = [new("ramdax", "RAM", "no-driver this kernel has no ramdax"), new("dm-linear", "one table"), new("nd_pmem", "any geometry"), new("devdax", "a stuck one")];

        public ITarget Open(string provider, string profile) => provider switch
        {
            "nd_pmem" => new ReferenceTarget(ModelSet.Load().Profile(profile)),
            "dm-linear" => new PlantedTarget(ModelSet.Load().Profile(profile), OneTooMany) { Description = PlantedTarget.None.Description with { Name = "planted", Profile = null, Environment = [("kernel calls", "1000"), ("calls per second", "500")] } },
            _ => throw new TargetException($"{provider} does not open"),
        };

        public void Dispose()
        {
        }

        private static Outcome OneTooMany(Operation operation, Outcome outcome)
        {
            if (operation.Code == OpCode.dax_alive && outcome.Kind == OutcomeKind.Answered) outcome.Set(Aspect.Result, 7);
            return outcome;
        }
    }
}
