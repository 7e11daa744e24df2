using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Scheduler.Tests.Resources;
using ElasticJobs.Tests.Shared.Logs;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.Logs;

public sealed class LogCompletionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly AttemptRows _runs = new();
    private readonly FakePodRuntime _runtime = new();
    private readonly MemoryLogStore _store;
    private LogCollector _collector;

    public LogCompletionTests()
    {
        _store = new MemoryLogStore(_time);
        _collector = NewCollector();
    }

    public void Dispose() => _collector.Dispose();

    [Fact]
    public async Task EndedAttempt_WhosePodIsGone_IsCompletedWithItsLastWords()
    {
        var attempt = await KilledWhileCollectingAsync(TaskState.Failed);

        await CompleteAsync();

        var log = await _store.ReadAsync(attempt.Log(), 0, 9, default);
        Assert.True(log.IsComplete);
        Assert.Equal(["first", "last words"], log.Lines.Select(line => line.Text));
        Assert.Empty(_store.ListOpen());
    }

    [Fact]
    public async Task EndedAttempt_WhosePodIsStillThere_IsCompletedOnceItsRawLogsAreWhole()
    {
        var attempt = await KilledWhileCollectingAsync(TaskState.Succeeded);
        _runtime.OnDrain = (pod, _) =>
        {
            Assert.Equal(attempt.PodName, pod);
            _store.Write(attempt.Log(), "fetched late");
            return Task.CompletedTask;
        };

        await CompleteAsync();

        Assert.Equal(["first", "last words", "fetched late"], (await _store.ReadAsync(attempt.Log(), 0, 9, default)).Lines.Select(line => line.Text));
    }

    [Fact]
    public async Task EndedAttempt_WhoseRawLogsCanNotBeHadNow_StaysOpen()
    {
        var attempt = await KilledWhileCollectingAsync(TaskState.Succeeded);
        _runtime.OnDrain = (_, _) => throw new TimeoutException("The node does not answer.");

        await CompleteAsync();

        Assert.Equal([attempt.Key], _store.ListOpen());
        Assert.False((await _store.ReadAsync(attempt.Log(), 0, 9, default)).IsComplete);
    }

    [Fact]
    public async Task AttemptThatRuns_IsLeftToTheEngine()
    {
        var attempt = await KilledWhileCollectingAsync(TaskState.Running);

        await CompleteAsync();

        Assert.False((await _store.ReadAsync(attempt.Log(), 0, 9, default)).IsComplete);
        Assert.Equal([attempt.Key], _store.ListOpen());
    }

    [Fact]
    public async Task AttemptOfADeletedRun_IsForgotten()
    {
        _store.Open(Attempts.New().Key);

        await CompleteAsync();

        Assert.Empty(_store.ListOpen());
    }

    [Fact]
    public async Task LogThatCanNotBeCompleted_IsTriedAgainByTheNextStart()
    {
        var attempt = await KilledWhileCollectingAsync(TaskState.Succeeded);
        _store.IndexFailure = new IOException("The disk is full.");
        await CompleteAsync();
        Assert.Equal([attempt.Key], _store.ListOpen());

        _store.IndexFailure = null;
        await CompleteAsync();

        Assert.Empty(_store.ListOpen());
        Assert.True((await _store.ReadAsync(attempt.Log(), 0, 9, default)).IsComplete);
    }

    [Fact]
    public async Task AttemptThatEndedInTime_IsNotVisitedAgain()
    {
        var attempt = Attempts.New(state: TaskState.Succeeded);
        _collector.Started(attempt, attempt.Pod());
        await _collector.EndedAsync(attempt, default);
        var visits = _store.Visits(attempt.Log());

        await CompleteAsync();

        Assert.Equal(visits, _store.Visits(attempt.Log()));
    }

    /// <summary>The console is killed after the attempt's last words and state are stored, before its log is complete.</summary>
    private async Task<TaskAttempt> KilledWhileCollectingAsync(TaskState state)
    {
        var attempt = Attempts.New(state: state);
        _collector.Started(attempt, attempt.Pod());
        _store.Write(attempt.Log(), "first");
        await _collector.TickAsync(default);
        _store.Write(attempt.Log(), "last words");
        _runs.Attempts.Add(attempt);
        _collector.Dispose();
        _collector = NewCollector();
        return attempt;
    }

    private Task CompleteAsync() => new LogCompletion(null!, _store, _runs, _runtime, _collector, NullLogger<LogCompletion>.Instance).CompleteAsync(default);

    private LogCollector NewCollector() => new(_store, new LogTails(_store), _time, NullLogger<LogCollector>.Instance);
}
