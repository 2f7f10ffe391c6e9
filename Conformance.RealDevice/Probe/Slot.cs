using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>A history on its way through a probe.</summary>
/// <param name="history">what to carry out</param>
/// <param name="number">what journal and answer call it</param>
/// <param name="loud">somebody reads the kernel's log: a fault is reported in full</param>
internal sealed class Slot(History history, ulong number, bool loud = true)
{
    public History History { get; } = history;

    /// <summary>What of it is carried out: all, or what comes before an operation that was given up.</summary>
    public History Carried { get; private set; } = history;

    public ulong Number => number;

    public bool Loud => loud;

    /// <summary>One for each operation that is carried out, once that was done.</summary>
    public Outcome[]? Outcomes { get; private set; }

    /// <summary>Of a history with threads: when each operation began and ended.</summary>
    public (int Began, int Ended)[] Spans { get; private set; } = [];

    public IReadOnlyList<LogLine> Log { get; private set; } = [];

    /// <summary>Why it was not carried out.</summary>
    public TargetException? Failure { get; private set; }

    public bool Done => Outcomes is not null || Failure is not null;

    /// <summary>Carries out no more of it than this; of nothing the answers are there already.</summary>
    public void Shorten(History carried)
    {
        Carried = carried;
        if (carried.Operations.Length == 0 && !Done) Outcomes = [];
    }

    public void Answer(Outcome[] outcomes, (int Began, int Ended)[] spans, IReadOnlyList<LogLine> log) => (Outcomes, Spans, Log) = (outcomes, spans, log);

    public void Fail(TargetException failure) => Failure = failure;
}
