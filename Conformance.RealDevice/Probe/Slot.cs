using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>A history on its way through a probe.</summary>
/// <param name="history">what to carry out</param>
/// <param name="number">what journal and answer call it</param>
/// <param name="loud">somebody reads the kernel's log: a fault is reported in full</param>
internal sealed class Slot(History history, ulong number, bool loud = true)
{
    public History History => history;

    public ulong Number => number;

    public bool Loud => loud;

    /// <summary>One for each operation, once it was carried out.</summary>
    public Outcome[]? Outcomes { get; private set; }

    public IReadOnlyList<LogLine> Log { get; private set; } = [];

    /// <summary>Why it was not carried out.</summary>
    public TargetException? Failure { get; private set; }

    public bool Done => Outcomes is not null || Failure is not null;

    public void Answer(Outcome[] outcomes, IReadOnlyList<LogLine> log) => (Outcomes, Log) = (outcomes, log);

    public void Fail(TargetException failure) => Failure = failure;
}
