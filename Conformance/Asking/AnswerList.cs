using System.Globalization;
using System.Numerics;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>Answers and numbers as compact text: counts as ranges, then errnos, then calls that do not come back.</summary>
public static class AnswerList
{
    public const string Nothing = "nothing that was tried", EveryErrno = "every errno", NoReturn = "no return";

    public static string Text(IEnumerable<Candidate> candidates)
    {
        var all = candidates.ToArray();
        if (all.Length == 0) return Nothing;
        var results = all.Where(c => c.Result is not null).Select(c => c.Result!.Value).Distinct().Order().ToArray();
        var errnos = Candidates.Errnos.Where(e => results.Contains(e)).ToArray();
        var faults = all.Where(c => c.Result is null).Select(c => c.Text).Distinct().ToArray();
        IEnumerable<string> words =
        [
            .. results.Where(r => r < 0 && !errnos.Contains(r)).Select(Errno.Text),
            .. Ranges(results.Where(r => r >= 0).Select(r => (ulong)r)),
            .. ErrnoWords(errnos),
            .. faults.Length == Enum.GetValues<Fault>().Length - 1 ? [NoReturn] : faults,
        ];
        return string.Join(", ", words);
    }

    private static IEnumerable<string> ErrnoWords(long[] errnos)
    {
        if (errnos.Length <= Candidates.Errnos.Count / 2) return errnos.Select(Errno.Text);
        var missing = Candidates.Errnos.Except(errnos).Select(Errno.Text).ToArray();
        return [missing.Length == 0 ? EveryErrno : $"{EveryErrno} but {string.Join(" and ", missing)}"];
    }

    /// <summary>"0", "4..5": ascending numbers, runs of two or more as a range.</summary>
    public static IEnumerable<string> Ranges(IEnumerable<ulong> ascending)
    {
        (ulong First, ulong Last)? run = null;
        foreach (var number in ascending)
        {
            if (run is { } open && number == unchecked(open.Last + 1))
            {
                run = (open.First, number);
                continue;
            }
            if (run is { } done) yield return Range(done);
            run = (number, number);
        }
        if (run is { } last) yield return Range(last);
    }

    /// <summary>Decimal while it is short, otherwise 2^n, 2^n-1, 2^n+1 where it is that, otherwise as histories write it; all can be read back.</summary>
    public static string Number(ulong value)
    {
        if (value <= 1 << 24) return value.ToString(CultureInfo.InvariantCulture);
        if (BitOperations.IsPow2(value)) return $"2^{BitOperations.Log2(value)}";
        if (value != ulong.MaxValue && BitOperations.IsPow2(value + 1)) return $"2^{BitOperations.Log2(value + 1)}-1";
        return BitOperations.IsPow2(value - 1) ? $"2^{BitOperations.Log2(value - 1)}+1" : HistoryText.Number(value);
    }

    private static string Range((ulong First, ulong Last) run) => run.First == run.Last ? Number(run.First) : $"{Number(run.First)}..{Number(run.Last)}";
}
