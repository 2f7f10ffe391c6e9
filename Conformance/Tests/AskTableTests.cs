using Conformance.Asking;
using Conformance.Models;
using Xunit;

namespace Conformance.Tests;

public sealed class AskTableTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    [Theory]
    [InlineData(0, 4, "4")]
    [InlineData(2, 2, "2")]
    [InlineData(3, 2, "1")]
    [InlineData(0, 5, "4")]
    [InlineData(3, -1, "-EINVAL")]
    [InlineData(4, 1, "-ERANGE")]
    public void A_cell_is_the_answer_of_nd_pmem_and_allowed(ulong pgoff, long nrPages, string answer)
    {
        var cell = Table("6.1")[pgoff, nrPages];
        Assert.Equal((answer, ""), (cell.Text, cell.Broken));
    }

    [Theory]
    [InlineData(5UL)]
    [InlineData(1UL << 52)]
    public void A_count_for_a_page_beyond_the_end_is_marked_with_what_is_allowed_there(ulong pgoff)
    {
        var cell = Table("6.1")[pgoff, 2];
        Assert.Equal(("2", "DA-09", "every errno"), (cell.Text, cell.Broken, cell.Allowed));
    }

    [Theory]
    [InlineData("6.1", "-EIO")]
    [InlineData("6.12", "-EHWPOISON")]
    public void A_poisoned_page_has_the_errno_of_its_generation(string profile, string errno) =>
        Assert.Equal(errno, Table(profile, device: "page=4096 size=16384 bad=16+1")[2, 1].Text);

    [Fact]
    public void Generations_are_sorted_by_whether_they_answer_the_same()
    {
        var table = Table("6.1", device: "page=4096 size=16384 bad=16+1");
        Assert.Equal(["documents"], table.Alike.ToArray());
        Assert.Equal(["5.10", "6.12", "7.2"], table.Unlike.ToArray());
    }

    [Fact]
    public void Every_page_two_behind_the_end_and_the_wrap_edge_have_rows() =>
        Assert.Equal([0, 1, 2, 3, 4, 5, (1UL << 52) - 1, 1UL << 52], Table("6.1").Rows.ToArray());

    [Fact]
    public void A_large_device_is_shown_by_its_edges_and_its_poison()
    {
        var table = Table("6.1", device: "page=4096 size=4194304 bad=4000+1");
        Assert.Equal([0, 1, 499, 500, 501, 1023, 1024, 1025, (1UL << 52) - 1, 1UL << 52], table.Rows.ToArray());
        Assert.Equal([-1, 0, 1, 2, 1024, 1025], table.Columns.ToArray());
    }

    [Fact]
    public void A_named_argument_leaves_one_row_or_column()
    {
        Assert.Equal([3UL], Table("6.1", arguments: ["pgoff=3"]).Rows.ToArray());
        Assert.Equal([7L], Table("6.1", arguments: ["nr_pages=7"]).Columns.ToArray());
    }

    [Theory]
    [InlineData("dax_direct_access", "page=4096 size=16384")]
    [InlineData("dax_direct_access", "page=4096 size=16384 bad=16+1")]
    [InlineData("dax_direct_access", "page=65536 size=524288 bad=256+1")]
    [InlineData("dax_direct_access", "null")]
    [InlineData("dax_zero_page_range", "page=4096 size=16384 bad=16+1 clear=0")]
    [InlineData("pmem_dax_zero_page_range", "page=4096 size=16384")]
    public void A_table_fits_into_a_mail(string function, string device)
    {
        var lines = TableText.Lines(Models, Table("6.1", function, device)).ToArray();
        Assert.All(lines, line => Assert.InRange(line.Length, 0, TextLines.Width));
    }

    [Fact]
    public void A_table_reads_like_this() => Assert.Equal(
        """
        What nd_pmem 6.1 answers to dax_direct_access; ! is forbidden by the contract
        on     page=4096 size=8192 (2 pages)

                nr_pages
        pgoff   -1       0        1         2         3
        0       -EINVAL  0        1         2         2
        1       -EINVAL  0        1         1         1
        2       -EINVAL  -ERANGE  -ERANGE   -ERANGE   -ERANGE
        3       -EINVAL  0        1 !DA-09  2 !DA-09  3 !DA-09
        2^52-1  -EINVAL  0        1 !DA-09  2 !DA-09  3 !DA-09
        2^52    -EINVAL  0        1 !DA-09  2 !DA-09  2 !DA-09

        DA-09  A page beyond the device is an error
               at pgoff 3, 2^52-1..2^52 x nr_pages 1..3; the contract allows every errno
        The same in documents, 6.12, 7.2; other answers in 5.10 (--profile).
        """, string.Join('\n', TableText.Lines(Models, Table("6.1", device: "page=4096 size=8192"))));

    private static AccessTable Table(string profile, string function = "dax_direct_access", string? device = null, string[]? arguments = null) =>
        AccessTable.Of(Models, QuestionText.Parse(Models, function, arguments ?? [], device, null), Models.Profile(profile));
}
