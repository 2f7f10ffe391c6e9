using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>Everything that a run found out; reports only tell it.</summary>
public sealed record RunResult
{
    public required TargetDescription Target { get; init; }

    public required string Profile { get; init; }

    public required Oracle Oracle { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Cases by where they came from.</summary>
    public required (int Named, int Swept, long Generated) Cases { get; init; }

    /// <summary>All of them.</summary>
    public long CaseCount => (long)Cases.Named + Cases.Swept + Cases.Generated;

    /// <summary>The scope of which these are all; null: there is more beyond them.</summary>
    public string? Scope { get; init; }

    /// <summary>Those of the scope that were not carried out, being equal to one that was up to the call that took the machine down.</summary>
    public long Equal { get; init; }

    public required long Operations { get; init; }

    /// <summary>By clause id; the exact oracle's first.</summary>
    public required ImmutableArray<ClauseResult> Clauses { get; init; }

    /// <summary>The known deviations of this profile, with how often each was seen.</summary>
    public required ImmutableArray<(Waiver Waiver, Occurrence Seen, Status Status)> Waivers { get; init; }

    /// <summary>What became of the author's own waivers, in the order of their files.</summary>
    public ImmutableArray<WaiverResult> Own { get; init; } = [];

    /// <summary>The day by which they expire, where there are any.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Digest of every answer of each <see cref="CasesPerDigest"/> cases, in case order.</summary>
    public required ImmutableArray<ulong> AnswerDigests { get; init; }

    /// <summary>Cases behind a digest.</summary>
    public required long CasesPerDigest { get; init; }

    /// <summary>The answers to the cases that are kept for comparison (<see cref="CasePlan.Kept"/>), in case order.</summary>
    public ImmutableArray<KeptCase> Kept { get; init; } = [];

    /// <summary>Cases that could not be run: the label and why.</summary>
    public required ImmutableArray<(string Case, string Reason)> Errors { get; init; }

    /// <summary>The histories that took the machine of the device down, each once.</summary>
    public ImmutableArray<LostDevice> Lost { get; init; } = [];

    public required IReadOnlyList<string> Filter { get; init; }

    public Status Worst => Errors.Length > 0 ? Status.Error : Clauses.Select(c => c.Status).Concat(Waivers.Select(w => w.Status)).Concat(Own.Where(w => w.Fails).Select(_ => Status.UnexpectedPass)).DefaultIfEmpty(Status.Error).Min();

    public int CountOf(Status status) => Clauses.Count(c => c.Status == status);

    /// <summary>Whether anything was judged by what was seen.</summary>
    public bool CheckedSomething => Clauses.Any(c => c.Tally.Judged > 0 && c.Status is not (Status.NotObservable or Status.NotSupported) && !c.Id.StartsWith(ClauseCatalog.ConductPrefix, StringComparison.Ordinal));

    public int ExitCode => Worst == Status.Error ? CommandLine.ExitCodes.Harness
        : Worst == Status.Broken ? CommandLine.ExitCodes.Broken
        : Worst == Status.UnexpectedPass ? CommandLine.ExitCodes.UnexpectedPass
        : CheckedSomething ? CommandLine.ExitCodes.Conforms : CommandLine.ExitCodes.NothingChecked;
}
