using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>The driver did not do what a driver owes the harness (<see cref="Conduct"/>). Step and log are the catcher's to add.</summary>
internal sealed class TroubleException(Conduct conduct, string got, string allowed, string because) : Exception($"{got}: {because}")
{
    private readonly string _got = got, _because = because;

    public Trouble At(int step, ImmutableArray<string> log) => new(conduct, step, _got, allowed, _because, log);

    public Conduct Conduct => conduct;

    /// <summary>No answer within the deadline of a call.</summary>
    public static TroubleException Late(TimeSpan deadline, string because) => new(Conduct.InTime,
        $"no answer in {deadline.TotalSeconds:0.###} s", "an answer", $"{because} (DAXSPEC_DEADLINE gives it more seconds)");

    /// <summary>A declared member answers as if it were not there.</summary>
    public static TroubleException Undeclared(string call, string member) => new(Conduct.AsDeclared,
        $"{call} answered -EOPNOTSUPP", "an answer", $"the driver declares {member}: declare it no more, or implement {call}");
}
