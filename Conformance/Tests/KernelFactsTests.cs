using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;

namespace Conformance.Tests;

/// <summary>What the sources of the kernel generations say, one row a fact: the last answer of a history.</summary>
public sealed class KernelFactsTests
{
    private const string All = "documents 5.10 6.1 6.12 7.2";

    [Theory]
    [InlineData(All, "null | dax_direct_access nr_pages=-1", "-EOPNOTSUPP")]
    [InlineData(All, "| kill_dax; dax_direct_access nr_pages=-1", "-ENXIO")]
    [InlineData(All, "ops=null | kill_dax; dax_direct_access nr_pages=-1", "-ENXIO")]
    [InlineData("documents 6.1 6.12 7.2", "| dax_direct_access nr_pages=-7", "-EINVAL")]
    [InlineData("5.10", "| dax_direct_access nr_pages=-7", "-7")]
    [InlineData("7.2", "ops=null | dax_direct_access nr_pages=-1", "-EOPNOTSUPP")]
    [InlineData("documents 6.1 6.12", "ops=null | dax_direct_access nr_pages=-1", "-EINVAL")]
    [InlineData("documents 5.10 6.1 6.12", "ops=null | dax_direct_access nr_pages=1", "faulted")]
    [InlineData(All, "ops=none | dax_direct_access nr_pages=1", "faulted")]
    public void The_guards_of_dax_direct_access_stand_in_this_order(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("documents 5.10 6.1", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=1", "-EIO")]
    [InlineData("6.12 7.2", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=1", "-EHWPOISON")]
    [InlineData(All, "bad=16+1? | badblocks_check sector=16 sectors=1", "-1")]
    [InlineData("5.10", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=1", "-EIO kaddr=untouched pfn=untouched")]
    [InlineData("6.1", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=1", "-EIO kaddr=0x2000 pfn=0x100002")]
    [InlineData(All, "bad=16+1 | dax_direct_access nr_pages=2", "2")]
    [InlineData(All, "bad=16+1 | dax_direct_access pgoff=6 nr_pages=10", "10")]
    [InlineData("5.10", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=2^20", "1048576")]
    [InlineData("documents 6.1", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=2^20", "-EIO")]
    [InlineData("5.10 6.1", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=2^29", "536870912")]
    public void Poison_on_record_is_answered_like_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData(All, "| dax_direct_access nr_pages=9", "8")]
    [InlineData(All, "| dax_direct_access", "0")]
    [InlineData(All, "bad=16+1 | dax_direct_access", "-ERANGE")]
    [InlineData(All, "| dax_direct_access pgoff=8 nr_pages=1", "-ERANGE")]
    [InlineData(All, "| pmem_dax_direct_access pgoff=8 nr_pages=1", "0")]
    [InlineData(All, "| pmem_dax_direct_access pgoff=3 nr_pages=1", "5")]
    [InlineData(All, "| pmem_dax_direct_access pgoff=9 nr_pages=1", "4503599627370495")]
    [InlineData(All, "| dax_direct_access pgoff=2^52+3 nr_pages=1", "1 kaddr=0x3000 pfn=0x100003")]
    [InlineData(All, "size=45056 data_offset=8192 pfn_pad=4096 | dax_direct_access nr_pages=99", "8 kaddr=0x2000 pfn=0x100002")]
    public void Pages_are_counted_like_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("5.10", "| dax_direct_access nr_pages=1 mode=recovery", "not-supported")]
    [InlineData("6.1 6.12 7.2", "bad=16+1 | dax_direct_access nr_pages=8 mode=recovery", "2")]
    [InlineData("6.1 6.12 7.2", "bad=16+1 | dax_direct_access pgoff=2 nr_pages=4 mode=recovery", "1")]
    [InlineData("6.1 6.12 7.2", "bad=19+1 | dax_direct_access pgoff=1 nr_pages=4 mode=recovery", "2")]
    [InlineData("6.1 6.12 7.2", "bad=8+24 | pmem_dax_direct_access pgoff=3 nr_pages=1 mode=recovery", "4503599627370494")]
    [InlineData("6.1 6.12 7.2", "bad=14+4 | pmem_dax_direct_access pgoff=2 nr_pages=4 mode=recovery", "1")]
    public void The_stride_of_a_recovery_is_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData(All, "| dax_zero_page_range nr_pages=2", "-EIO")]
    [InlineData(All, "| dax_zero_page_range", "-EIO")]
    [InlineData(All, "| kill_dax; dax_zero_page_range nr_pages=2", "-ENXIO")]
    [InlineData("7.2", "ops=null | dax_zero_page_range nr_pages=2", "-EOPNOTSUPP")]
    [InlineData("documents 5.10 6.1 6.12", "ops=null | dax_zero_page_range nr_pages=2", "-EIO")]
    [InlineData(All, "bad=16+1 clear=0 | dax_zero_page_range pgoff=2 nr_pages=1", "-EIO")]
    [InlineData(All, "| pmem_dax_zero_page_range nr_pages=7", "0")]
    [InlineData(All, "| dax_zero_page_range pgoff=8 nr_pages=1", "faulted fault=WildAccess")]
    public void Zeroing_answers_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("5.10", true)]
    [InlineData("documents", false)]
    [InlineData("6.1", false)]
    [InlineData("6.12", false)]
    [InlineData("7.2", false)]
    public void A_zeroing_whose_clear_fails_changes_the_page_until_5_18(string profile, bool changed) =>
        Assert.Equal(changed, Last(profile, "bad=16+1 clear=-EIO | dax_zero_page_range pgoff=2 nr_pages=1; load pgoff=2")[Aspect.Contents] == Digest.Of(new byte[4096]));

    [Theory]
    [InlineData("6.1 6.12 7.2", "bad=16+1 | dax_recovery_write pgoff=2 bytes=4096 seed=1", "4096")]
    [InlineData("6.1 6.12 7.2", "bad=16+1 | dax_recovery_write pgoff=2 bytes=512 seed=1", "0")]
    [InlineData("6.1 6.12 7.2", "bad=16+1 | dax_recovery_write pgoff=3 offset=100 bytes=50 seed=1", "50")]
    [InlineData("6.1 6.12 7.2", "bad=16+1 clear=0 | dax_recovery_write pgoff=2 bytes=4096 seed=1", "4096")]
    [InlineData("6.1 6.12 7.2", "bad=16+8 clear=512 | dax_recovery_write pgoff=2 bytes=4096 seed=1", "0")]
    [InlineData("6.1 6.12 7.2", "bad=16+1 clear=-EIO | dax_recovery_write pgoff=2 bytes=4096 seed=1", "0")]
    [InlineData("6.1 6.12 7.2", "ops=zero_page_range | dax_recovery_write bytes=4096 seed=1", "0")]
    [InlineData("7.2", "ops=null | dax_recovery_write bytes=4096 seed=1", "0")]
    [InlineData("5.10", "| dax_recovery_write bytes=4096 seed=1", "not-supported")]
    public void Recovery_writes_answer_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("5.10 6.1", "| badblocks_set sectors=600; badblocks_check sector=512 sectors=88", "0")]
    [InlineData("6.12 7.2", "| badblocks_set sectors=600; badblocks_check sector=512 sectors=88", "1 first_bad=512 bad_sectors=88")]
    [InlineData("5.10 6.1", "| badblocks_set sector=6 sectors=1; badblocks_set sector=4 sectors=1; badblocks_set sector=4 sectors=4; badblocks_check sector=7 sectors=1", "0")]
    [InlineData("6.12 7.2", "| badblocks_set sector=6 sectors=1; badblocks_set sector=4 sectors=1; badblocks_set sector=4 sectors=4; badblocks_check sector=7 sectors=1", "1")]
    [InlineData("5.10 6.1", "bad=8+8? | badblocks_set sector=8 sectors=4; badblocks_check sector=8 sectors=4", "-1")]
    [InlineData("6.12 7.2", "bad=8+8? | badblocks_set sector=8 sectors=4; badblocks_check sector=8 sectors=4", "1")]
    [InlineData("5.10 6.1", "bad=8+8 | badblocks_set sector=8 sectors=8 acknowledged=0; badblocks_check sector=8 sectors=8", "-1")]
    [InlineData("6.12", "bad=8+8 | badblocks_set sector=8 sectors=8 acknowledged=0", "1")]
    [InlineData("7.2", "bad=8+8 | badblocks_set sector=8 sectors=8 acknowledged=0", "1")]
    [InlineData("6.12", "bad=0+10,30+10 | badblocks_set sector=20 sectors=10; badblocks_check sector=20 sectors=1", "1 first_bad=20 bad_sectors=10")]
    [InlineData("5.10 6.1 7.2", "bad=0+10,30+10 | badblocks_set sector=20 sectors=10; badblocks_check sector=20 sectors=1", "1 first_bad=20 bad_sectors=20")]
    [InlineData("5.10 6.1", "bad=16+8 | badblocks_check sector=16", "0")]
    [InlineData("5.10 6.1", "bad=16+8 | badblocks_check sector=20", "1")]
    [InlineData("6.12 7.2", "bad=16+8 | badblocks_check sector=16", "1")]
    [InlineData(All, "bad=8+24 | badblocks_check sector=16 sectors=1", "1 first_bad=8 bad_sectors=24")]
    [InlineData(All, "bad=16+1 | badblocks_check sectors=16", "0 first_bad=untouched bad_sectors=untouched")]
    [InlineData("7.2", "bad=1000+1 | badblocks_check sector=1000 sectors=2^31", "1")]
    [InlineData("7.2", "| badblocks_check sectors=2^31", "faulted fault=Livelock")]
    public void Badblocks_answer_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("documents 5.10 6.1 6.12", "| iomap_start len=8; iomap_iter length=8 type=2; iomap_iter processed=-EINVAL end=-EIO", "-EINVAL")]
    [InlineData("7.2", "| iomap_start len=8; iomap_iter length=8 type=2; iomap_iter processed=-EINVAL end=-EIO", "-EIO")]
    [InlineData(All, "| iomap_start len=8; iomap_iter length=8 type=2; iomap_iter processed=9", "-EIO")]
    [InlineData(All, "| iomap_start len=8; iomap_iter length=8 type=2; iomap_iter processed=8 end=-EIO", "0")]
    [InlineData(All, "| iomap_start len=8; iomap_iter length=8 type=2; iomap_iter end=-EIO", "-EIO")]
    [InlineData("5.10", "| iomap_start len=8; iomap_iter length=8 type=2 flags=0x100; iomap_iter length=8", "0")]
    [InlineData("6.1 6.12 7.2", "| iomap_start len=8; iomap_iter length=8 type=2 flags=0x100; iomap_iter length=8", "1")]
    [InlineData(All, "| iomap_start; iomap_iter length=8", "1")]
    public void Iterations_answer_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("documents 6.1 6.12 7.2", "| dax_iomap_pgoff addr=512", "0 pgoff=0x0")]
    [InlineData("5.10", "| dax_iomap_pgoff addr=512", "-EINVAL")]
    [InlineData("documents 6.1 6.12 7.2", "| dax_iomap_pgoff addr=max", "0 pgoff=0xfffffffffffff")]
    [InlineData(All, "| dax_iomap_pgoff addr=8192 offset=4096 pos=8195", "0 pgoff=0x3")]
    public void Page_offsets_are_computed_like_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    [Theory]
    [InlineData("5.10", "| dax_supported blocksize=4096 sectors=64", "1")]
    [InlineData("5.10", "bad=0+1 | dax_supported blocksize=4096 sectors=64", "0")]
    [InlineData("5.10", "bad=16+1 | dax_supported blocksize=4096 sectors=64", "1")]
    [InlineData("6.1 6.12 7.2", "| dax_supported blocksize=4096 sectors=64", "not-supported")]
    [InlineData(All, "ops=direct_access | alloc_dax", "-EINVAL")]
    [InlineData(All, "ops=null | alloc_dax", "0")]
    public void Operations_tables_answer_this(string profiles, string history, string answer) => Answers(profiles, history, answer);

    private static void Answers(string profiles, string history, string answer)
    {
        foreach (var profile in profiles.Split(' '))
            Assert.StartsWith($"{answer} ", $"{Last(profile, history)} ", StringComparison.Ordinal);
    }

    private static Outcome Last(string profile, string text)
    {
        var history = HistoryText.ParseHistory(text);
        var outcomes = new Outcome[history.Operations.Length];
        using var device = new ReferenceDevice(ModelSet.Load().Profile(profile));
        device.Run(history, outcomes);
        return outcomes[^1];
    }
}
