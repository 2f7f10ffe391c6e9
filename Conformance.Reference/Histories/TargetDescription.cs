using System.Collections.Immutable;

namespace Conformance.Reference.Histories;

/// <summary>What a target is and what can be seen of it.</summary>
public sealed record TargetDescription
{
    /// <summary>The text form that opens it again, for instance "mmap:" or "dax:/mnt/pmem/file".</summary>
    public required string Name { get; init; }

    /// <summary>One line for the head of a report.</summary>
    public required string Title { get; init; }

    /// <summary>The kernel generation whose nd_pmem it claims to be, or null: then only the contract applies.</summary>
    public string? Profile { get; init; }

    /// <summary>The driver's name in the lab, for deviations that are a driver's own; null where there is no such name.</summary>
    public string? Driver { get; init; }

    /// <summary>The one device there is; null when it takes any geometry. Histories then vary only its poison.</summary>
    public Geometry? Fixed { get; init; }

    /// <summary>The page sizes that its machine has, as PAGE_SHIFT; the first stands in for those it has not.</summary>
    public ImmutableArray<int> PageShifts { get; init; } = [12, 14, 16];

    /// <summary>Pages of a fixed device that poison and stores may be put on, from page 0 on.</summary>
    public ulong FixedPages => Fixed?.Pages ?? 0;

    /// <summary>False: nothing can be put on record on the one device, so that a history with poison would not be carried out.</summary>
    public bool TakesPoison { get; init; } = true;

    /// <summary>What can be seen of an operation's answer; empty: the operation cannot be carried out here.</summary>
    public required Func<OpCode, AspectSet> Observes { get; init; }

    /// <summary>The members that its driver has: a device is described with no others. A driver that is plugged in says which.</summary>
    public DriverOps Members { get; init; } = DriverOps.All;

    /// <summary>What a driver that is plugged in owes the harness, beside the contract; empty for a device that is nobody's plug-in.</summary>
    public ImmutableArray<Conduct> Conducts { get; init; } = [];

    /// <summary>Clauses, by the start of their ids, that not the driver but a part of the harness answers: they say nothing of the driver.</summary>
    public ImmutableArray<(string Clauses, string Part)> Lent { get; init; } = [];

    /// <summary>What cannot be observed, why, and what would change that; one line each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>Worker threads that may each open a device of their own.</summary>
    public int MaxWorkers { get; init; } = int.MaxValue;

    /// <summary>Its devices are <see cref="IConcurrentDevice"/>: calls of several threads can be asked of them.</summary>
    public bool Concurrent { get; init; }

    /// <summary>Which of several threads comes first is up to the machine, and not to the history: the same one may be answered differently each time.</summary>
    public bool Races { get; init; }

    /// <summary>Facts of this host or device for the environment block, which no verdict depends on.</summary>
    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];
}
