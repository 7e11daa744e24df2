using ElasticJobs.Core.Logs;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Tests.Shared.Logs;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Tests.Logs;

public sealed class LogFeedTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly LogFeedOptions _options = new() { BatchInterval = TimeSpan.Zero, MaxLinesBehind = 1000, LinesAfterGap = 100, LinesInBatch = 500 };
    private readonly MemoryLogStore _store;
    private readonly LogTails _tails;
    private readonly LogFeed _feed;
    private readonly LogKey _key = Attempts.New().Log();
    private int _written;

    public LogFeedTests()
    {
        _store = new MemoryLogStore(_time);
        _tails = new LogTails(_store);
        _feed = new LogFeed(_store, _tails, Options.Create(_options), _time);
    }

    [Fact]
    public async Task CompleteLog_IsReadToItsEnd()
    {
        await GrowAsync(1700, complete: true);

        var batches = await _feed.FollowAsync(_key, 0, default).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 1700), batches.SelectMany(batch => batch.Lines).Select(line => (int)line.Number));
        Assert.All(batches, batch => Assert.True(batch.IsComplete && batch.Gap is null && batch.Lines.Count <= 500));
    }

    [Fact]
    public async Task EmptyLog_IsToldToBeEmpty_ThenItsLinesThenItsEnd()
    {
        await using var viewer = Viewer(0);
        Assert.Equal((0, false), State(await viewer.NextAsync()));

        var next = viewer.NextAsync();
        await GrowAsync(3);
        Assert.Equal(3, (await next).Lines.Count);

        next = viewer.NextAsync();
        await GrowAsync(0, complete: true);
        var end = await next;
        Assert.Empty(end.Lines);
        Assert.True(end.IsComplete);
        Assert.False(await viewer.MoveAsync());
    }

    [Fact]
    public async Task Viewer_ThatComesBack_GoesOnAtItsLine()
    {
        await GrowAsync(50);
        await using (var before = Viewer(-10))
            Assert.Equal(40, (await before.NextAsync()).Lines[0].Number);
        await GrowAsync(5, complete: true);

        var batches = await _feed.FollowAsync(_key, 50, default).ToListAsync();

        Assert.Equal([50, 51, 52, 53, 54], batches.SelectMany(batch => batch.Lines).Select(line => (int)line.Number));
    }

    [Fact]
    public async Task SlowViewer_JumpsToTheEndAndIsToldOfTheGap()
    {
        await GrowAsync(10);
        await using var viewer = Viewer(0);
        await viewer.NextAsync();
        await GrowAsync(10);
        await viewer.NextAsync();

        await GrowAsync(5000);
        var batch = await viewer.NextAsync();

        Assert.Equal((20L, 4920L), batch.Gap);
        Assert.Equal(4920, batch.Lines[0].Number);
        Assert.Equal(100, batch.Lines.Count);
    }

    [Fact]
    public async Task Viewer_WithinTheLimit_GetsEveryLine()
    {
        await GrowAsync(1);
        await using var viewer = Viewer(0);
        var seen = (await viewer.NextAsync()).Lines.Count;
        for (var i = 0; i < 50; i++)
        {
            await GrowAsync(900);
            while (seen < _written)
            {
                var batch = await viewer.NextAsync();
                Assert.Null(batch.Gap);
                Assert.Equal(seen, batch.Lines[0].Number);
                seen += batch.Lines.Count;
            }
        }
        Assert.Equal(45_001, seen);
    }

    [Fact]
    public async Task History_LongerThanTheLimit_IsGivenWhole_WhileTheLogGrowsSlowerThanItIsRead()
    {
        await GrowAsync(20_000);
        await using var viewer = Viewer(0);
        var seen = 0;
        while (seen < _written)
        {
            var batch = await viewer.NextAsync();
            Assert.Null(batch.Gap);
            seen += batch.Lines.Count;
            if (_written < 40_000)
                await GrowAsync(250);
        }
    }

    [Fact]
    public async Task Viewer_ThatNeverGainsOnTheLog_JumpsAfterItsHistory()
    {
        await GrowAsync(2_000);
        await using var viewer = Viewer(0);
        LogBatch batch;
        var batches = 0;
        do
        {
            batch = await viewer.NextAsync();
            await GrowAsync(3_000);
            batches++;
        }
        while (batch.Gap is null);

        Assert.Equal(5, batches);
        Assert.Equal(2_000, batch.Gap.Value.From);
    }

    [Fact]
    public async Task Viewers_OfOneLog_ShareOneReader()
    {
        await GrowAsync(1);
        var viewers = Enumerable.Range(0, 20).Select(_ => Viewer(0)).ToList();
        foreach (var viewer in viewers)
            await viewer.NextAsync();
        var before = _store.Reads;

        for (var i = 0; i < 10; i++)
        {
            await GrowAsync(100);
            var batches = await Task.WhenAll(viewers.Select(viewer => viewer.NextAsync()));
            Assert.All(batches, batch => Assert.Equal(100, batch.Lines.Count));
            Assert.All(batches, batch => Assert.Same(batches[0].Lines[0], batch.Lines[0]));
        }

        Assert.Equal(10, _store.Reads - before);
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
        Assert.False(_tails.IsWatched(_key));
    }

    [Fact]
    public async Task LogThatNobodyCollects_IsLookedUpInTheStore()
    {
        await using var viewer = Viewer(0);
        await viewer.NextAsync();
        var next = viewer.NextAsync();
        await _time.WaitForTimersAsync();
        _store.Write(_key, "from elsewhere");
        await _store.IndexAsync(_key, complete: true, default);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("from elsewhere", Assert.Single((await next).Lines).Text);
    }

    [Fact]
    public async Task LiveBatches_ComeAtTheirInterval()
    {
        _options.BatchInterval = TimeSpan.FromMilliseconds(100);
        await using var viewer = Viewer(0);
        await viewer.NextAsync();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await GrowAsync(1);
        await viewer.NextAsync();

        await GrowAsync(1);
        var next = viewer.NextAsync();
        await _time.WaitForTimersAsync();
        await GrowAsync(1);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(2, (await next).Lines.Count);
    }

    [Fact]
    public async Task CancelledViewer_LeavesNothingBehind()
    {
        using var cancelled = new CancellationTokenSource();
        var viewer = _feed.FollowAsync(_key, 0, cancelled.Token).GetAsyncEnumerator(cancelled.Token);
        await viewer.MoveNextAsync();
        var next = viewer.MoveNextAsync();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await viewer.DisposeAsync();
        Assert.False(_tails.IsWatched(_key));
    }

    private async Task GrowAsync(int lines, bool complete = false)
    {
        _store.Write(_key, Enumerable.Range(_written, lines).Select(i => $"line {i}"));
        _written += lines;
        _tails.Publish(_key, await _store.IndexAsync(_key, complete, default));
    }

    private FollowingViewer Viewer(long from) => new(_feed.FollowAsync(_key, from, default).GetAsyncEnumerator());

    private static (long Total, bool IsComplete) State(LogBatch batch) => (batch.Total, batch.IsComplete);

    private sealed class FollowingViewer(IAsyncEnumerator<LogBatch> batches) : IAsyncDisposable
    {
        public async Task<LogBatch> NextAsync()
        {
            Assert.True(await MoveAsync(), "the log's end came before the next batch");
            return batches.Current;
        }

        public Task<bool> MoveAsync() => batches.MoveNextAsync().AsTask().WaitAsync(Cap);

        public ValueTask DisposeAsync() => batches.DisposeAsync();
    }
}
