using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Features.Services.Queue;

namespace ElasticJobs.Components.Tests.Services;

public sealed class FramePageTests
{
    private readonly FakeStream _stream = new("train", new FakeTimeProvider(DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_OneAfterTheOther_ShowEveryFrameOnceAndInOrder(bool oldestFirst)
    {
        for (var i = 0; i < 120; i++)
            _stream.Put("x");
        // Holes: one in four is done, and so is a long stretch.
        await _stream.DeleteAsync([.. Enumerable.Range(1, 120).Where(index => index % 4 == 0 || index is > 40 and < 60).Select(index => (long)index)], CancellationToken.None);

        var seen = await WalkAsync(oldestFirst);

        Assert.Equal(oldestFirst ? _stream.Indexes : _stream.Indexes.Reverse(), seen);
    }

    [Fact]
    public async Task NewestFrames_BehindAWideGap_AreFoundWithFewLooks()
    {
        for (var i = 0; i < 40; i++)
            _stream.Put("old");
        _stream.Skip(1_000_000);
        for (var i = 0; i < 3; i++)
            _stream.Put("new");

        var seen = await WalkAsync(oldestFirst: false);

        Assert.Equal(_stream.Indexes.Reverse(), seen);
        Assert.InRange(_stream.Reads, 1, 80);
    }

    [Fact]
    public async Task Stream_WithoutGaps_IsReadOncePerPage()
    {
        for (var i = 0; i < 100; i++)
            _stream.Put("x");

        await FramePage.ReadAsync(_stream, oldestFirst: false, null, CancellationToken.None);

        Assert.Equal(1, _stream.Reads);
    }

    [Fact]
    public async Task Stream_WithoutFrames_IsOneEmptyPage()
    {
        _stream.Skip(50);

        var page = await FramePage.ReadAsync(_stream, oldestFirst: false, null, CancellationToken.None);

        Assert.Empty(page.Frames);
        Assert.Null(page.Next);
    }

    private async Task<List<long>> WalkAsync(bool oldestFirst)
    {
        var seen = new List<long>();
        long? at = null;
        do
        {
            var page = await FramePage.ReadAsync(_stream, oldestFirst, at, CancellationToken.None);
            Assert.InRange(page.Frames.Count, 0, FramePage.Size);
            seen.AddRange(page.Frames.Select(frame => frame.Index));
            at = page.Next;
        }
        while (at is not null);
        return seen;
    }
}
