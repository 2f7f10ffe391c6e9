using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class InitialStateTests
{
    [Fact]
    public void Every_word_of_every_stamped_page_is_different()
    {
        var words = Enumerable.Range(0, Geometry.StampedPages).SelectMany(page => Enumerable.Range(0, 8192).Select(word => InitialContents.Word((ulong)page, 8UL * (ulong)word)));
        Assert.Equal(Geometry.StampedPages * 8192, words.Distinct().Count());
    }

    [Fact]
    public void Pages_behind_the_stamps_are_zero()
    {
        var page = new byte[4096];
        page.AsSpan().Fill(1);
        InitialContents.Fill(Geometry.StampedPages, 0, page);
        Assert.All(page, b => Assert.Equal(0, b));
    }

    [Fact]
    public void No_byte_of_a_pattern_is_zero() =>
        Assert.All(Enumerable.Range(0, 256 * 251), i => Assert.NotEqual(0, InitialContents.PatternByte((byte)(i / 251), (ulong)(i % 251))));

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(7UL)]
    public void The_window_of_a_page_is_that_page_and_its_neighbours_on_the_device(ulong pgoff)
    {
        var (first, count) = Observation.Window(new(), pgoff, 0, 4096);
        Assert.Equal(Math.Max(pgoff, 1) - 1, first);
        Assert.InRange(first + (ulong)count - 1, Math.Min(pgoff + 1, 7), 7UL);
    }

    [Theory]
    [InlineData(8UL)]
    [InlineData(ulong.MaxValue)]
    public void Behind_the_end_the_window_is_the_last_page(ulong pgoff) => Assert.Equal((7UL, 1), Observation.Window(new(), pgoff, 0, 4096));

    [Theory]
    [InlineData(0UL, 32768UL)]
    [InlineData(4095UL, ulong.MaxValue)]
    public void No_window_is_larger_than_four_pages(ulong offset, ulong bytes) => Assert.InRange(Observation.Window(new(), 2, offset, bytes).Count, 1, Observation.MaxPages);

    [Fact]
    public void A_device_without_a_whole_page_has_no_window() =>
        Assert.Equal((0UL, 0), Observation.Window(new() { Size = 4095 }, 0, 0, 4096));

    [Theory]
    [InlineData("size=32768", 8UL)]
    [InlineData("size=45056 data_offset=8192 pfn_pad=4096", 8UL)]
    [InlineData("size=33280", 8UL)]
    [InlineData("size=4095", 0UL)]
    [InlineData("size=8192 data_offset=8192", 0UL)]
    [InlineData("size=8192 data_offset=12288", 0UL)]
    [InlineData("size=8192 data_offset=max pfn_pad=1", 0UL)]
    public void The_pads_are_no_pages_of_the_device(string device, ulong pages) => Assert.Equal(pages, HistoryText.ParseGeometry(device).Pages);
}
