using System.Collections.Immutable;

namespace Conformance.Reference.Histories;

/// <summary>A breach of <see cref="Conduct"/> in the last history that was run.</summary>
/// <param name="Conduct">what was owed</param>
/// <param name="Step">index of the operation; 0 also where the device was still being opened</param>
/// <param name="Got">what happened instead</param>
/// <param name="Allowed">what was wanted</param>
/// <param name="Because">why, and what to do</param>
/// <param name="Log">what the driver wrote to standard error last</param>
public sealed record Trouble(Conduct Conduct, int Step, string Got, string Allowed, string Because, ImmutableArray<string> Log);
