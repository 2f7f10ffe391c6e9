using System.Globalization;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reports;

/// <summary>The answers of one history in few words: the result first, then what else was seen of it, digests as what they stand for.</summary>
internal sealed class EdgeCaseText
{
    /// <summary>A call after one that did not return.</summary>
    public const string NotReached = "not reached";

    /// <summary>An operation that this device cannot carry out, or whose answer it does not show.</summary>
    public const string NotObservable = "not observable";

    /// <summary>An operation that the generation does not have.</summary>
    public const string NotSupported = "–";

    private readonly EdgeCaseMemory _memory;
    private readonly EdgeCaseRecords _records;
    private readonly int _pageShift;

    private EdgeCaseText(Geometry geometry, Profile profile) => (_memory, _records, _pageShift) = (new(geometry), new(geometry, profile.Badblocks), geometry.PageShift);

    /// <summary>One line an operation.</summary>
    public static IReadOnlyList<string> Lines(EdgeCaseAnswers answers, Profile profile)
    {
        var text = new EdgeCaseText(answers.Case.History.Geometry, profile);
        var operations = answers.Case.History.Operations;
        var reached = true;
        var lines = new List<string>();
        for (var i = 0; i < operations.Length; i++)
        {
            lines.Add(reached ? text.Line(operations[i], answers.Outcomes[i]) : NotReached);
            reached &= answers.Outcomes[i][Aspect.Fault] == 0;
        }
        return lines;
    }

    private string Line(Operation operation, Outcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Answered) return outcome.Kind == OutcomeKind.NotSupported ? NotSupported : NotObservable;
        if (outcome[Aspect.Fault] != 0) return $"**{(Fault)outcome[Aspect.Fault]}**";
        var result = operation.Code is OpCode.badblocks_set or OpCode.badblocks_clear ? _records.Result(outcome.Result)
            : outcome.Has(Aspect.Result) ? outcome.Text(Aspect.Result) : outcome[Aspect.Failed] == 1 ? "failed" : "ok";
        var more = operation.Code switch
        {
            OpCode.dax_direct_access or OpCode.pmem_dax_direct_access => Translation(outcome),
            OpCode.kill_dax or OpCode.run_dax or OpCode.dax_alive or OpCode.dax_read_lock or OpCode.dax_read_unlock => Liveness(outcome),
            OpCode.iomap_start or OpCode.iomap_iter => Iteration(outcome),
            OpCode.copy_cow_page_dax => Copy(operation, outcome),
            OpCode.load => Contents(outcome, d => _memory.Page(operation[0], d)),
            OpCode.cow_load => Cow(outcome, _memory.Private),
            OpCode.cow_store => Cow(outcome, d => _memory.StoredPrivate(operation, d)),
            OpCode.kmap_atomic or OpCode.kunmap_atomic => [$"depth={outcome[Aspect.Depth]}", .. Misused(outcome)],
            OpCode.dax_iomap_pgoff => [$"pgoff={outcome.Text(Aspect.Pgoff)}"],
            OpCode.badblocks_check => outcome.IsUntouched(Aspect.FirstBad) ? [] : [$"bad={outcome[Aspect.FirstBad]}+{outcome[Aspect.BadSectors]}"],
            OpCode.fault => outcome[Aspect.Signal] == 0 ? [] : [SignalCode.Text(outcome[Aspect.Signal])],
            OpCode.pread => Contents(outcome, d => _memory.Read((operation[0] << _pageShift) + operation[1], (ulong)outcome.Result, d)),
            OpCode.read_direct => Contents(outcome, d => _memory.Read(operation[0] << Geometry.SectorShift, (ulong)outcome.Result, d)),
            OpCode.map_sync => [],
            _ => Writing(operation, outcome),
        };
        return string.Join(' ', more.Prepend(result));
    }

    private IEnumerable<string> Translation(Outcome outcome)
    {
        foreach (var aspect in new[] { Aspect.Kaddr, Aspect.Pfn })
            if (outcome.Has(aspect)) yield return $"{DataName.Of(aspect)}={outcome.Text(aspect)}";
        if (!outcome.Has(Aspect.Touched)) yield break;
        var touched = outcome[Aspect.Touched];
        yield return touched == unchecked((ulong)outcome.Result) ? $"touched={touched}" : $"**touched={touched}**";
        if (outcome.Has(Aspect.Contents)) yield return $"({_memory.Touched(outcome[Aspect.Kaddr], touched, outcome[Aspect.Contents])})";
    }

    private IEnumerable<string> Writing(Operation operation, Outcome outcome)
    {
        if (outcome.Has(Aspect.Contents)) yield return Written(operation, outcome);
        if (outcome.Has(Aspect.Table) && _records.After(operation, outcome[Aspect.Table]) is { } records) yield return $"bad={records}";
    }

    /// <summary>A write of a file or disk may come half way: then what it wrote is named as the shorter write that it was.</summary>
    private string Written(Operation operation, Outcome outcome)
    {
        var (digest, succeeded) = (outcome[Aspect.Contents], outcome[Aspect.Failed] == 0);
        if (operation.Code == OpCode.pwrite && outcome.Result > 0) return _memory.Written(operation.With(2, (ulong)outcome.Result), succeeded, digest);
        var words = _memory.Written(operation, succeeded, digest);
        var perPage = 1UL << (_pageShift - Geometry.SectorShift);
        for (var sectors = perPage; operation.Code == OpCode.write_direct && words.StartsWith('#') && sectors < operation[1]; sectors += perPage)
            if (_memory.Written(operation.With(1, sectors), succeeded, digest) is ['w', ..] part) return $"{part} in {sectors} sectors";
        return words;
    }

    private static IEnumerable<string> Liveness(Outcome outcome)
    {
        if (outcome.Has(Aspect.Alive)) yield return outcome[Aspect.Alive] == 1 ? "alive" : "dead";
        if (outcome[Aspect.ReadLocks] > 0) yield return $"read_locks={outcome[Aspect.ReadLocks]}";
        if (outcome[Aspect.Waiting] == 1) yield return "waiting";
        foreach (var misuse in Misused(outcome)) yield return misuse;
    }

    private static IEnumerable<string> Iteration(Outcome outcome)
    {
        yield return $"pos={outcome.Text(Aspect.Pos)} len={HistoryText.Number(outcome[Aspect.Len])}";
        if (outcome[Aspect.Begun] == 1) yield return "begun";
        if (outcome.Has(Aspect.MapLength) && outcome[Aspect.MapLength] != 0) yield return $"map={HistoryText.Number(outcome[Aspect.MapOffset])}+{HistoryText.Number(outcome[Aspect.MapLength])}";
        if (outcome[Aspect.Ended] == 1) yield return string.Create(CultureInfo.InvariantCulture, $"ended={unchecked((long)outcome[Aspect.EndWritten])} of {HistoryText.Number(outcome[Aspect.EndLength])}");
    }

    private IEnumerable<string> Copy(Operation operation, Outcome outcome)
    {
        if (outcome.Has(Aspect.Cow)) yield return $"cow={_memory.Copied(operation, outcome[Aspect.Cow])}";
        if (outcome.Has(Aspect.Contents) && !_memory.KeptByCopy(operation, outcome[Aspect.Contents])) yield return "file page changed";
        if (outcome[Aspect.ReadLocks] > 0) yield return $"read_locks={outcome[Aspect.ReadLocks]}";
        if (outcome[Aspect.Depth] > 0) yield return $"depth={outcome[Aspect.Depth]}";
    }

    private static IEnumerable<string> Contents(Outcome outcome, Func<ulong, string> name) => outcome.Has(Aspect.Contents) ? [name(outcome[Aspect.Contents])] : [];

    private static IEnumerable<string> Cow(Outcome outcome, Func<ulong, string> name) => outcome.Has(Aspect.Cow) ? [$"cow={name(outcome[Aspect.Cow])}"] : [];

    private static IEnumerable<string> Misused(Outcome outcome) => outcome[Aspect.Misuse] == 0 ? [] : [$"misuse={outcome.Text(Aspect.Misuse)}"];
}
