using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Tests.Shared.Logs;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.Logs;

public sealed class LogCollectorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryLogStore _store;
    private readonly LogTails _tails;
    private readonly LogCollector _collector;

    public LogCollectorTests()
    {
        _store = new MemoryLogStore(_time);
        _tails = new LogTails(_store);
        _collector = new LogCollector(_store, _tails, _time, NullLogger<LogCollector>.Instance);
    }

    public void Dispose() => _collector.Dispose();

    [Fact]
    public async Task StartedAttempt_HasTheLogsOfAllItsContainersCollected()
    {
        var attempt = Attempts.New();
        _store.Write(attempt.Log(), "a");
        _store.Write(attempt.Log("sidecar"), "b");

        _collector.Started(attempt, attempt.Pod("main", "sidecar"));
        await TicksAsync(1);

        Assert.Equal("a", (await _store.ReadAsync(attempt.Log(), 0, 9, default)).Lines[0].Text);
        Assert.Equal("b", (await _store.ReadAsync(attempt.Log("sidecar"), 0, 9, default)).Lines[0].Text);
    }

    [Fact]
    public async Task LogsOfAGroup_AreThoseOfItsMembers()
    {
        var attempt = Attempts.New();
        _store.Write(attempt.Log("worker-1"), "b");

        _collector.Started(attempt, attempt.Pod() with { Group = new PodGroup(2) });
        await TicksAsync(1);

        Assert.Equal("b", (await _store.ReadAsync(attempt.Log("worker-1"), 0, 9, default)).Lines[0].Text);
        Assert.Equal(0, _store.Visits(attempt.Log()));
        Assert.Equal(1, _store.Visits(attempt.Log(LogKey.Merged)));
    }

    [Fact]
    public async Task MergedLog_ThatIsWatched_HasAllItsLogsVisitedAtEachTick_AndIsCompletedLast()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod() with { Group = new PodGroup(2) });
        _tails.Open(attempt.Log(LogKey.Merged));

        await TicksAsync(100);
        await _collector.EndedAsync(attempt, default);

        Assert.Equal(101, _store.Visits(attempt.Log("worker-0")));
        Assert.Equal(101, _store.Visits(attempt.Log(LogKey.Merged)));
    }

    [Fact]
    public async Task LogOfOneContainer_IsNotMerged()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod());
        await TicksAsync(1);
        await _collector.EndedAsync(attempt, default);

        Assert.Equal(0, _store.Visits(attempt.Log(LogKey.Merged)));
    }

    [Fact]
    public async Task LogsOfAResource_AreFoundAsItsPodsCome_UntilItHasEnded()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod() with { Containers = [], Resource = new ResourceManifest { Manifest = [], SuccessCondition = "status.ok" } });
        await TicksAsync(5);

        _store.Write(attempt.Log("master-0"), "a");
        await TicksAsync(25);
        Assert.Equal("a", (await _store.ReadAsync(attempt.Log("master-0"), 0, 9, default)).Lines[0].Text);

        _store.Write(attempt.Log("worker-0"), "late");
        await _collector.EndedAsync(attempt, default);
        Assert.True((await _store.ReadAsync(attempt.Log("worker-0"), 0, 9, default)).IsComplete);
        _store.Write(attempt.Log("worker-1"), "too late");
        await TicksAsync(50);
        Assert.Equal(0, _store.Visits(attempt.Log("worker-1")));
    }

    [Fact]
    public async Task IdleLog_IsVisitedLessAndLessOften_AndOftenAgainWhenItGrows()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod());
        await TicksAsync(100);
        var start = _store.Visits(attempt.Log());

        await TicksAsync(200);
        Assert.InRange(_store.Visits(attempt.Log()) - start, 9, 11);

        _store.Write(attempt.Log(), "woken");
        await TicksAsync(20);
        var woken = _store.Visits(attempt.Log());
        _store.Write(attempt.Log(), "again");
        await TicksAsync(8);
        Assert.InRange(_store.Visits(attempt.Log()) - woken, 2, 8);
    }

    [Fact]
    public async Task WatchedLog_IsVisitedAtEachTick()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod());
        _tails.Open(attempt.Log());
        await TicksAsync(100);

        Assert.Equal(100, _store.Visits(attempt.Log()));
    }

    [Fact]
    public async Task EndedAttempt_IsCompleteAtOnceAndNotVisitedAgain()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod());
        _store.Write(attempt.Log(), "last words");

        await _collector.EndedAsync(attempt, default);

        var batch = await _store.ReadAsync(attempt.Log(), 0, 9, default);
        Assert.True(batch.IsComplete);
        Assert.Equal("last words", Assert.Single(batch.Lines).Text);
        var visits = _store.Visits(attempt.Log());
        await TicksAsync(50);
        Assert.Equal(visits, _store.Visits(attempt.Log()));
    }

    [Fact]
    public async Task AttemptThatEndedWhileTheConsoleWasDown_IsCompletedFromItsFiles()
    {
        var attempt = Attempts.New();
        _store.Write(attempt.Log("worker"), "unseen");

        await _collector.EndedAsync(attempt, default);

        Assert.True((await _store.ReadAsync(attempt.Log("worker"), 0, 1, default)).IsComplete);
        Assert.True((await _store.ReadAsync(attempt.Log(), 0, 1, default)).IsComplete);
    }

    [Fact]
    public async Task FailingStore_IsTriedAgainWithBackoff_AndTheEndIsRefusedUntilItIsTaken()
    {
        var attempt = Attempts.New();
        _collector.Started(attempt, attempt.Pod());
        _store.IndexFailure = new IOException("No space left on device");
        await TicksAsync(200);
        Assert.InRange(_store.Visits(attempt.Log()), 3, 5);
        await Assert.ThrowsAsync<IOException>(() => _collector.EndedAsync(attempt, default));

        _store.IndexFailure = null;
        _store.Write(attempt.Log(), "kept");
        await _collector.EndedAsync(attempt, default);

        Assert.Equal("kept", Assert.Single((await _store.ReadAsync(attempt.Log(), 0, 9, default)).Lines).Text);
    }

    [Fact]
    public async Task RunningCollector_PicksUpWhatStartsLater()
    {
        await _collector.StartAsync(default);
        var attempt = Attempts.New();
        _store.Write(attempt.Log(), "hello");
        _collector.Started(attempt, attempt.Pod());

        await Eventually.TrueAsync(async () => (await _store.ReadAsync(attempt.Log(), 0, 1, default)).Total == 1, "the line is indexed");
        await _collector.StopAsync(default);
    }

    private async Task TicksAsync(int count)
    {
        for (; count > 0; count--)
        {
            await _collector.TickAsync(CancellationToken.None);
            _time.Advance(LogCollector.Interval);
        }
    }
}
