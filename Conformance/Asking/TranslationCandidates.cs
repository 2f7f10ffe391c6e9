using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>
/// Answers of a direct_access with everything that goes with a count: kaddr, pfn, the pages that can then be touched. Right as the
/// device's description has it, and wrong by one page.
/// </summary>
internal sealed class TranslationCandidates(Question question, Adjudicator adjudicator)
{
    public const string OutputsUntouched = "outputs untouched", OutputsWritten = "outputs written", KaddrOff = "kaddr one page further", PfnOff = "pfn one page further";

    private readonly Geometry _geometry = question.Geometry;
    private readonly bool _kaddr = question.Value("kaddr") != 0;
    private readonly bool _pfn = question.Value("pfn") != 0;

    private ulong Kaddr => unchecked(_geometry.DataOffset + (question.Value(Question.RowArgument) << _geometry.PageShift));

    private ulong Pfn => unchecked(_geometry.PhysAddr + Kaddr) >> _geometry.PageShift;

    public IEnumerable<Candidate> Of(IEnumerable<long> results)
    {
        foreach (var result in results)
        {
            var written = Written(result, Kaddr, Pfn);
            if (result > 0) yield return new(WithContents(written), "", true);
            else if (!_kaddr && !_pfn) yield return new(written, "", true);
            else
            {
                yield return new(Untouched(result), OutputsUntouched, true);
                yield return new(written, OutputsWritten, true);
            }
            if (result < 0) continue;
            if (_kaddr) yield return new(Written(result, unchecked(Kaddr + (ulong)_geometry.PageSize), Pfn), KaddrOff, false);
            if (_pfn) yield return new(Written(result, Kaddr, Pfn + 1), PfnOff, false);
        }
    }

    private Outcome Untouched(long result)
    {
        var outcome = Outcome.Of(result).Set(Aspect.Fault, 0);
        if (_kaddr) outcome.SetUntouched(Aspect.Kaddr);
        if (_pfn) outcome.SetUntouched(Aspect.Pfn);
        return outcome;
    }

    private Outcome Written(long result, ulong kaddr, ulong pfn)
    {
        var outcome = Outcome.Of(result).Set(Aspect.Fault, 0);
        if (_kaddr) outcome.Set(Aspect.Kaddr, kaddr);
        if (_pfn) outcome.Set(Aspect.Pfn, pfn);
        if (_kaddr && result > 0) outcome.Set(Aspect.Touched, Math.Min((ulong)result, PagesFrom(kaddr)));
        return outcome;
    }

    /// <summary>Whole backed pages from an address on (docs/histories.md, touching).</summary>
    private ulong PagesFrom(ulong kaddr) => _geometry.Present && kaddr < _geometry.MappedBytes ? (_geometry.MappedBytes - kaddr) >> _geometry.PageShift : 0;

    /// <summary>
    /// What is read there, from the model's own answer of that many pages. Where the model does not answer that many, contents stay
    /// unseen: then no clause can break because of them.
    /// </summary>
    private Outcome WithContents(Outcome outcome)
    {
        if (outcome[Aspect.Touched] == 0) return outcome;
        var alike = question.With(Question.ColumnArgument, unchecked((ulong)outcome.Result));
        // Recovery mode answers bad pages too, one at a time.
        foreach (var mode in adjudicator.Profile.AccessMode ? new[] { AccessMode.Access, AccessMode.RecoveryWrite } : [AccessMode.Access])
        {
            var answer = adjudicator.Answers(alike.With("mode", (ulong)mode))[question.Step];
            if (answer.Has(Aspect.Contents) && answer[Aspect.Touched] == outcome[Aspect.Touched] && answer[Aspect.Kaddr] == outcome[Aspect.Kaddr])
                return outcome.Set(Aspect.Contents, answer[Aspect.Contents]);
        }
        return outcome;
    }
}
