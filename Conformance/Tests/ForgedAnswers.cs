using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Tests;

/// <summary>What the contract says when one answer of a right driver is another one, and when answers are seen only in part.</summary>
internal static class ForgedAnswers
{
    private const int LongestHistory = 8;

    /// <summary>Of so many forgeries one is judged: mutants of the contract are held against this by the thousand.</summary>
    private const int OneOf = 7, OneOfInPart = 3;

    private static readonly long[] Results = [0, 1, 2, 3, 4096, -1, -Errno.EIO, -Errno.ENXIO, -Errno.EFAULT, -Errno.EINVAL, -Errno.ERANGE, -Errno.EOPNOTSUPP, -Errno.EHWPOISON];

    /// <summary>What the contract keeps of the calls before, where it keeps most: each sort of state at its ends.</summary>
    private static readonly History[] Remembered =
    [
        // More ranges than a map of sectors begins with, and their neighbours.
        .. Texts("page=4096 size=32768 bad=0+1,2+1,4+1,6+1,8+1,10+1,12+1,14+1,16+1,18+1,20+1,22+1,24+1,26+1,28+1,30+1,40+8,63+1",
            "badblocks_check sectors=64", "badblocks_check sector=1 sectors=1; badblocks_check sector=30 sectors=10; badblocks_check sector=63 sectors=1", "badblocks_clear sector=3 sectors=20; badblocks_check sectors=64; badblocks_check sector=2 sectors=1",
            "badblocks_set sector=1 sectors=1; badblocks_check sectors=4; dax_direct_access pgoff=4 nr_pages=4; dax_direct_access pgoff=6 nr_pages=9 mode=1", "dax_recovery_write pgoff=5 bytes=4096 seed=3; badblocks_check sector=40 sectors=8; dax_zero_page_range pgoff=7 nr_pages=1; badblocks_check sector=63 sectors=1"),
        // Records at the last sectors that there are, longer than one record, that meet, and that nobody can name.
        .. Texts("page=4096 size=16384",
            "badblocks_set sector=18014398509481983 sectors=1; badblocks_check sector=18014398509481983 sectors=1; badblocks_check sector=18014398509481982 sectors=2", "badblocks_set sector=18014398509481983 sectors=2; badblocks_check sectors=1",
            "badblocks_set sector=18014398509481984 sectors=1; badblocks_check sector=18014398509481984 sectors=1", "badblocks_set sectors=512; badblocks_set sector=512 sectors=1; badblocks_check sectors=600", "badblocks_set sectors=513; badblocks_check sector=512 sectors=1; badblocks_clear sector=100 sectors=2; badblocks_check sectors=513",
            "badblocks_set sector=1 sectors=2; badblocks_set sector=3 sectors=2; badblocks_set sector=0 sectors=1; badblocks_check sectors=6", "badblocks_set sector=1 sectors=4 acknowledged=1; badblocks_set sector=2 sectors=1; badblocks_check sector=2 sectors=1; badblocks_check sectors=8", "badblocks_set sectors=0; badblocks_clear sectors=0; badblocks_check sectors=0; badblocks_check sectors=1",
            "badblocks_set sectors=18446744073709551615; badblocks_check sector=7 sectors=1; badblocks_set sector=3 sectors=1; badblocks_clear sectors=32; badblocks_check sector=3 sectors=1", "badblocks_clear sector=18014398509481984 sectors=1; badblocks_set sector=3 sectors=1; badblocks_check sector=3 sectors=1; dax_direct_access nr_pages=4",
            "badblocks_set sector=3 sectors=1; badblocks_check sector=3 sectors=1; badblocks_check sector=3 sectors=1; badblocks_check sectors=8; dax_direct_access nr_pages=1", "badblocks_set sector=3 sectors=1 acknowledged=1; badblocks_check sector=3 sectors=1; badblocks_set sector=3 sectors=1; badblocks_check sector=3 sectors=1; badblocks_check sectors=8",
            "badblocks_set sectors=600; badblocks_set sector=700 sectors=600; badblocks_check sector=100 sectors=1; badblocks_clear sector=700 sectors=1; badblocks_check sector=700 sectors=2"),
        // Writes that meet poison, with as much cleared at once as they need, less, or nothing; at the end, behind it, and beside their page.
        .. ((string[])["0", "512", "4096", "8192", "-5"]).SelectMany(clear => Texts($"page=4096 size=16384 bad=8+1,17+1? clear={clear}",
            "dax_recovery_write pgoff=1 bytes=8192 seed=3; badblocks_check sectors=32; dax_zero_page_range pgoff=1 nr_pages=1; dax_direct_access pgoff=1 nr_pages=1", "dax_zero_page_range pgoff=2 nr_pages=1; badblocks_check sector=16 sectors=8; dax_recovery_write pgoff=2 bytes=512 seed=4; load pgoff=2",
            "dax_recovery_write pgoff=4 bytes=4096 seed=3; dax_recovery_write pgoff=3 bytes=0; pmem_recovery_write pgoff=3 offset=4096 bytes=1 seed=5; load pgoff=3", "pmem_recovery_write offset=5000 bytes=100 seed=3; load; load pgoff=1; badblocks_check sectors=32", "copy_cow_page_dax pos=16384; copy_cow_page_dax pos=12288; copy_cow_page_dax pos=4096; cow_load",
            "pwrite pgoff=1 bytes=4096 seed=3; pread pgoff=1 bytes=4096; pwrite pgoff=3 offset=1 bytes=4095 seed=4; pwrite pgoff=3 bytes=262145 seed=4; load pgoff=3")),
        .. Texts("page=16384 size=65536 bad=40+1",
            "read_direct sector=31 sectors=2; read_direct sector=32 sectors=8; read_direct sector=33 sectors=8; read_direct sectors=0", "read_direct sector=9223372036854775807 sectors=1; read_direct sector=9223372036854775808 sectors=1; read_direct sector=1 sectors=9223372036854775807", "write_direct sector=40 sectors=1 seed=3; read_direct sector=40 sectors=1; read_direct sector=127 sectors=1; read_direct sector=128 sectors=1"),
        // Pages written in parts, over each other, by what is longer than a page, and seen together.
        .. Texts("page=4096 size=24576",
            "store pgoff=1 offset=100 bytes=200 seed=3; store pgoff=1 offset=250 bytes=5000 seed=4; load pgoff=1; load pgoff=2; copy_cow_page_dax pos=4096; cow_load", "dax_zero_page_range pgoff=1 nr_pages=3; load pgoff=1; load pgoff=2; load pgoff=3; load pgoff=4", "store pgoff=2 offset=4000 bytes=200 seed=5; dax_zero_page_range pgoff=2 nr_pages=1; load pgoff=2; load pgoff=3; pread pgoff=2 offset=4090 bytes=100",
            "dax_recovery_write pgoff=1 bytes=8192 seed=6; pread pgoff=1 offset=4000 bytes=300; store pgoff=2 offset=1 bytes=1 seed=7; pread pgoff=0 offset=4095 bytes=4099; load pgoff=2", "dax_recovery_write pgoff=5 bytes=8192 seed=6; load pgoff=5; load pgoff=4", "dax_zero_page_range pgoff=4 nr_pages=4; load pgoff=4; load pgoff=5; load pgoff=0"),
        // A zeroing of pages that are zeros: what was not seen of it is not known.
        .. Texts("page=4096 size=65536",
            "dax_zero_page_range pgoff=9 nr_pages=5; load pgoff=9; load pgoff=11; load pgoff=12; load pgoff=13; load pgoff=14", "dax_zero_page_range pgoff=10 nr_pages=3; load pgoff=12; copy_cow_page_dax pos=49152",
            // Pages that hold one pattern from different bytes of it on.
            "store pgoff=8 bytes=12288 seed=3; load pgoff=10; store pgoff=9 bytes=4096 seed=3; load pgoff=9", "pmem_dax_zero_page_range pgoff=9 nr_pages=1; load pgoff=9; load pgoff=10"),
        // The longest transfer, and one byte more.
        .. Texts("page=4096 size=1048576", "pwrite bytes=262144 seed=3; pread bytes=262144; pwrite bytes=262145 seed=4; pread bytes=262145; load pgoff=63"),
        // The private page: stored to, copied anew, kept where a copy fails.
        .. Texts("page=4096 size=16384 bad=16+1",
            "copy_cow_page_dax pos=4096; cow_store offset=1 bytes=10 seed=3; cow_store offset=5 bytes=10 seed=4; cow_load; store pgoff=1 bytes=4096 seed=5; cow_load; copy_cow_page_dax pos=4096; cow_load", "copy_cow_page_dax; cow_store bytes=4096 seed=3; copy_cow_page_dax pos=8192; cow_load; copy_cow_page_dax pos=40960; cow_load", "copy_cow_page_dax; cow_store offset=4096 bytes=0; cow_store offset=4095 bytes=2; cow_store offset=4097; cow_load; load"),
        // Read sections and mappings, one in another.
        .. Texts("page=4096 size=8192",
            "dax_read_lock; dax_read_lock; kill_dax; dax_read_lock; dax_read_unlock; dax_read_unlock; dax_read_unlock; dax_alive", "dax_read_lock; kill_dax; run_dax; dax_alive; kill_dax; dax_read_unlock; dax_alive; run_dax", "dax_read_lock; kill_dax; kill_dax; dax_read_unlock; dax_read_lock; kill_dax; dax_read_unlock",
            string.Join("; ", Enumerable.Repeat("kmap_atomic", 18)), "kmap_atomic; kmap_atomic; kmap_atomic; kunmap_atomic mapping=2; kunmap_atomic mapping=0; kunmap_atomic mapping=1; kunmap_atomic", "kunmap_atomic; kmap_atomic; kunmap_atomic by_page=1; kunmap_atomic mapping=5; kmap_atomic; kmap_atomic"),
    ];

    /// <param name="profile">the generation that answers and by which is judged</param>
    /// <param name="histories">what is asked; longer ones are left out</param>
    /// <param name="row">is given a clause, its verdict, and the words</param>
    public static void Fill(Profile profile, IEnumerable<History> histories, Action<string, string, string> row)
    {
        using var model = new ReferenceDevice(profile);
        var judge = new ContractJudge(profile);
        var (n, inPart) = (0, 0);
        foreach (var history in histories.Where(h => h.Threads is null && h.Operations.Length <= LongestHistory).Concat(Remembered))
        {
            var right = new Outcome[history.Operations.Length];
            model.Run(history, right);
            for (var step = 0; step < right.Length; step++)
                foreach (var forged in Others(right[step]))
                {
                    if (n++ % OneOf != 0) continue;
                    var outcomes = (Outcome[])right.Clone();
                    outcomes[step] = forged;
                    judge.Judge(history, outcomes, new Words(row, all: false));
                }
            foreach (var part in InPart(right))
                if (inPart++ % OneOfInPart == 0) judge.Judge(history, part, new Words(row, all: true));
        }
    }

    private static IEnumerable<History> Texts(string device, params string[] operations) => operations.Select(o => HistoryText.ParseHistory($"{device} | {o}"));

    private static IEnumerable<Outcome> Others(Outcome right)
    {
        if (right.Kind != OutcomeKind.Answered) yield break;
        // The model has no log; a guest has.
        foreach (var warned in (ulong[])[0, 1])
        {
            var logged = right;
            yield return logged.Set(Aspect.Warned, warned);
        }
        for (var aspect = (Aspect)0; (int)aspect < Outcome.AspectCount; aspect++)
        {
            if (!right.Has(aspect)) continue;
            var value = right[aspect];
            foreach (var other in aspect == Aspect.Result ? Results.Select(r => unchecked((ulong)r)) : [value ^ 1, unchecked(value + 2), 0, ulong.MaxValue])
            {
                if (other == value && !right.IsUntouched(aspect)) continue;
                var forged = right;
                yield return aspect == Aspect.Result ? Answering(right, unchecked((long)other)) : forged.Set(aspect, other);
            }
            if (aspect is not (Aspect.Kaddr or Aspect.Pfn) || right.IsUntouched(aspect)) continue;
            var untouched = right;
            yield return untouched.SetUntouched(aspect);
        }
    }

    /// <summary>Another result, and a failure where one is seen.</summary>
    private static Outcome Answering(Outcome outcome, long result)
    {
        outcome.Set(Aspect.Result, unchecked((ulong)result));
        if (outcome.Has(Aspect.Failed)) outcome.Set(Aspect.Failed, result < 0 ? 1UL : 0);
        return outcome;
    }

    /// <summary>The same answers with one aspect never seen, as they are and with one result of another sign; and with one step not seen at all.</summary>
    private static IEnumerable<Outcome[]> InPart(Outcome[] right)
    {
        foreach (var visibleOnes in right.Aggregate(AspectSet.Empty, (all, o) => all | o.Seen).Items.Select(hidden => ~AspectSet.Of(hidden)).Append(~AspectSet.Empty))
        {
            var visible = (Outcome[])right.Clone();
            foreach (ref var outcome in visible.AsSpan()) outcome.Restrict(visibleOnes);
            yield return visible;
            for (var step = 0; step < right.Length; step++)
            {
                if (!visible[step].Has(Aspect.Result)) continue;
                var forged = (Outcome[])visible.Clone();
                forged[step] = Answering(visible[step], visible[step].Result < 0 ? 0 : -Errno.EIO);
                yield return forged;
            }
        }
        for (var step = 0; step < right.Length; step++)
        {
            var unseen = (Outcome[])right.Clone();
            unseen[step] = Outcome.NotObservable;
            yield return unseen;
        }
    }

    private sealed class Words(Action<string, string, string> row, bool all) : IJudgementSink
    {
        public void Add(int step, Clause clause, in Judgement judgement, InputClasses classes)
        {
            if (judgement.Verdict is Verdict.Broken or Verdict.Unconstrained)
                row(clause.Id, judgement.Verdict == Verdict.Broken ? "broken" : "free", $"{step} {judgement.Got}|{judgement.Allowed}|{judgement.Because}|{judgement.Value}");
            else if (all) row(clause.Id, judgement.Verdict == Verdict.Held ? "held in part" : "not seen", $"{step} {classes.Bits:x}");
        }
    }
}
