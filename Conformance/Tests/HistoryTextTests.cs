using Conformance.Reference.Histories;
using FsCheck.Xunit;

namespace Conformance.Tests;

public sealed class HistoryTextTests
{
    [Property(Arbitrary = [typeof(AnyHistory)], MaxTest = 500)]
    public void A_history_reads_back_as_it_was_written(History history) =>
        Assert.Equal(history, HistoryText.ParseHistory(HistoryText.Write(history)));

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void Text_that_was_read_is_written_the_same(History history)
    {
        var text = HistoryText.Write(history);
        Assert.Equal(text, HistoryText.Write(HistoryText.ParseHistory(text)));
    }

    [Theory]
    [InlineData("12", 12UL)]
    [InlineData("0x1f", 31UL)]
    [InlineData("2^0", 1UL)]
    [InlineData("2^63", 1UL << 63)]
    [InlineData("2^64", 0UL)]
    [InlineData("2^63-1", (1UL << 63) - 1)]
    [InlineData("2^20+1", (1UL << 20) + 1)]
    [InlineData("max", ulong.MaxValue)]
    [InlineData("-1", ulong.MaxValue)]
    [InlineData("-EIO", unchecked((ulong)-5L))]
    public void A_number_can_be_written_in_several_ways(string text, ulong value) => Assert.Equal(value, HistoryText.ParseNumber(text));

    [Fact]
    public void An_argument_at_its_default_is_left_out() =>
        Assert.Equal("dax_direct_access nr_pages=1", Operation.DirectAccess(0, 1).ToString());

    [Fact]
    public void A_mode_is_written_by_its_name() =>
        Assert.Equal("dax_direct_access nr_pages=1 mode=recovery", Operation.DirectAccess(0, 1, AccessMode.RecoveryWrite).ToString());

    [Fact]
    public void A_device_that_nothing_is_said_of_has_eight_pages_of_4096_bytes() =>
        Assert.Equal(HistoryText.ParseGeometry("page=4096 size=32768"), HistoryText.ParseGeometry(""));

    [Fact]
    public void An_unacknowledged_range_keeps_its_question_mark() =>
        Assert.False(Assert.Single(HistoryText.ParseGeometry("bad=8+1?").Bad).Acknowledged);

    [Theory]
    [InlineData("page=4096 dax_alive", "'page=4096 dax_alive' has no '|': wanted DEVICE | OPERATION; OPERATION ...")]
    [InlineData("page=8192 | dax_alive", "page=8192: wanted 4096, 16384 or 65536 bytes")]
    [InlineData("speed=1 | dax_alive", "'speed=1' is no field of a device: wanted page, size, data_offset, pfn_pad, phys, ops, clear, sync or bad")]
    [InlineData("size | dax_alive", "'size' is no NAME=VALUE")]
    [InlineData("size=many | dax_alive", "'many' is no number: wanted decimal, 0x hexadecimal, 2^n, 2^n+k, 2^n-k, max or an errno such as -EIO")]
    [InlineData("pfn_pad=2^32 | dax_alive", "pfn_pad=2^32: wanted at most 32 bits")]
    [InlineData("bad=8 | dax_alive", "bad=8: wanted SECTOR+SECTORS, with '?' when not acknowledged")]
    [InlineData("ops=write | dax_alive", "ops=write: 'write' is no member of dax_operations: wanted direct_access, dax_supported, zero_page_range, recovery_write, all, none or null")]
    [InlineData("size=4096 | dax_load", "'dax_load' names no operation: wanted one of alloc_dax, dax_direct_access, ")]
    [InlineData("size=4096 | dax_alive pgoff=1", "dax_alive has no argument 'pgoff': wanted none")]
    [InlineData("size=4096 | dax_zero_page_range page=1", "dax_zero_page_range has no argument 'page': wanted pgoff, nr_pages")]
    [InlineData("size=4096 | dax_direct_access mode=write", "'write' is no number: wanted ")]
    public void Malformed_text_says_what_was_found_and_what_was_wanted(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => HistoryText.ParseHistory(text)).Message, StringComparison.Ordinal);
}
