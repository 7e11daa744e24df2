using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Resources;
using ElasticJobs.Scheduler.Tests.Logs;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.Resources;

public sealed class SampleCollectorTests : IDisposable
{
    private const long MB = 1 << 20;

    private readonly FakeTimeProvider _time = new();
    private readonly CountersRuntime _runtime;
    private readonly MemorySampleStore _store = new();
    private readonly AttemptRows _runs = new();
    private readonly SampledConsole _console;
    private readonly TaskAttempt _attempt;
    private readonly DateTimeOffset _start;

    public SampleCollectorTests()
    {
        _start = _time.GetUtcNow();
        _runtime = new CountersRuntime(_time);
        _console = new SampledConsole(_runtime, _store, _runs, new MemorySampleSignals(), _time);
        _console.TakeTheLead();
        _attempt = Attempts.New(createdAt: _start);
    }

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task NewAttempt_HasItsFirstPointWithinASecond()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, cpuSeconds: 0.25, memory: 30 * MB);

        await AdvanceAsync(TimeSpan.FromSeconds(0.5));

        Assert.Equal(new ResourceSample(_start.AddSeconds(0.5), 0.5, 30 * MB, null, null, null), Assert.Single(_console.Collector.Recent(_attempt.Key)!));
    }

    [Fact]
    public async Task Rates_AreDifferencesOverTheTimeBetweenPoints()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _console.Hub.Open(_attempt.Key);
        _runtime.Set(_attempt.PodName, 0, MB, read: 0);
        await AdvanceAsync(TimeSpan.FromSeconds(4));

        for (var i = 1; i <= 5; i++)
        {
            var from = _console.Collector.Recent(_attempt.Key)![^1].At;
            _runtime.Set(_attempt.PodName, i * 3, i * MB, read: i * 1000);
            await AdvanceAsync(TimeSpan.FromSeconds(2));

            var point = _console.Collector.Recent(_attempt.Key)![^1];
            var seconds = (point.At - from).TotalSeconds;
            Assert.Equal(2, seconds);
            Assert.Equal(1.5, point.Cpu, 6);
            Assert.Equal(i * MB, point.Memory);
            Assert.Equal(500, point.DiskRead!.Value, 6);
            Assert.Null(point.DiskWrite);
        }
    }

    [Fact]
    public async Task Gpus_AreAsTheyWereRead()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 1, MB, gpu: 1.5, gpuMemory: 3 * MB);
        await AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.All(_console.Collector.Recent(_attempt.Key)!.Concat(_store.Of(_attempt.Key)), point => Assert.Equal((1.5, 3 * MB), (point.Gpu, point.GpuMemory)));
        Assert.NotEmpty(_store.Of(_attempt.Key));
    }

    [Fact]
    public async Task CounterThatRunsBack_CountsAsUnmoved()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 5, MB);
        await AdvanceAsync(TimeSpan.FromSeconds(0.5));
        _runtime.Set(_attempt.PodName, 4, MB);
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(0, _console.Collector.Recent(_attempt.Key)![^1].Cpu);
    }

    [Fact]
    public async Task UnwatchedAttempt_IsReadEvery15Seconds_AWatchedOneEvery2()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 1, MB);
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        var before = _runtime.Calls.Count;
        await AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4, _runtime.Calls.Count - before);

        _console.Hub.Open(_attempt.Key);
        before = _runtime.Calls.Count;
        await AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.InRange(_runtime.Calls.Count - before, 29, 31);
    }

    [Fact]
    public async Task StoredPoints_AreMeansOver15Seconds_HoweverOftenItWasRead()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _console.Hub.Open(_attempt.Key);
        for (var second = 1; second <= 60; second++)
        {
            _runtime.Set(_attempt.PodName, second * 2, MB);
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        var stored = _store.Of(_attempt.Key);
        Assert.InRange(stored.Count, 3, 4);
        Assert.All(stored, point => Assert.Equal(2, point.Cpu, tolerance: 0.25));
        Assert.All(stored.Zip(stored.Skip(1)), pair => Assert.InRange((pair.Second.At - pair.First.At).TotalSeconds, 15, 17));
    }

    [Fact]
    public async Task EndedAttempt_KeepsPeakAndMean_AndItsLastPoint()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 1, 100 * MB);
        await AdvanceAsync(TimeSpan.FromSeconds(0.5));
        _runtime.Set(_attempt.PodName, 1, 300 * MB);
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        await _console.Collector.EndedAsync(_attempt, default);

        var use = _runs.Uses[_attempt.Key];
        Assert.Equal(2, use.PeakCpu, 6);
        Assert.Equal(1 / 1.5, use.MeanCpu, 6);
        Assert.Equal(300 * MB, use.PeakMemory);
        Assert.InRange(use.MeanMemory, 233 * MB, 234 * MB);
        Assert.Equal(_start.AddSeconds(1.5), Assert.Single(_store.Of(_attempt.Key)).At);
        Assert.Null(_console.Collector.Recent(_attempt.Key));
    }

    [Fact]
    public async Task AdoptedAttempt_KeepsPeakAndMeanOfItsWholeLife()
    {
        var old = Attempts.New(createdAt: _start - TimeSpan.FromSeconds(60));
        await _store.AppendAsync(
            [(old.Key, new ResourceSample(_start.AddSeconds(-45), 4, 800 * MB, null, null, null)), (old.Key, new ResourceSample(_start.AddSeconds(-30), 0, 0, null, null, null))],
            default);
        _console.Collector.Started(old, old.Pod());
        _runtime.Set(old.PodName, 1000, 10 * MB);
        await AdvanceAsync(TimeSpan.FromSeconds(0.5));
        Assert.Empty(_console.Collector.Recent(old.Key)!);
        _runtime.Set(old.PodName, 1001, 10 * MB);
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        await _console.Collector.EndedAsync(old, default);

        var use = _runs.Uses[old.Key];
        Assert.Equal((4d, 800 * MB), (use.PeakCpu, use.PeakMemory));
        Assert.Equal(3, _store.Of(old.Key).Count);
        Assert.InRange(use.MeanCpu, 1.4, 1.7);
    }

    [Fact]
    public async Task AttemptWithoutAnyPoint_KeepsNoUse()
    {
        await _console.Collector.EndedAsync(_attempt, default);

        Assert.Empty(_runs.Uses);
    }

    [Fact]
    public async Task FailingStore_LosesNoPoint()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 1, MB);
        _store.Failure = new IOException("database is locked");
        await AdvanceAsync(TimeSpan.FromSeconds(40));
        _store.Failure = null;
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(2, _store.Of(_attempt.Key).Count);
    }

    [Fact]
    public async Task FailingRuntime_IsAskedAgain()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Failure = new IOException("no /proc");
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        _runtime.Failure = null;
        _runtime.Set(_attempt.PodName, 1, MB);
        await AdvanceAsync(TimeSpan.FromSeconds(15));

        Assert.NotEmpty(_console.Collector.Recent(_attempt.Key)!);
    }

    [Fact]
    public async Task Viewer_GetsStoredThenRecentThenLivePointsOnce_UntilTheEnd()
    {
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 1, MB);
        await AdvanceAsync(TimeSpan.FromSeconds(40));
        var recent = _console.Collector.Recent(_attempt.Key)!;
        await using var viewer = _console.Feed.WatchAsync(_attempt.Key, null, default).GetAsyncEnumerator();
        Assert.Equal(recent, await NextAsync(viewer));

        var next = NextAsync(viewer);
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.True(Assert.Single(await next).At > recent[^1].At);

        var end = viewer.MoveNextAsync();
        await _console.Collector.EndedAsync(_attempt, default);
        Assert.False(await end);
        Assert.False(_console.Hub.IsWatched(_attempt.Key));
    }

    [Fact]
    public async Task ViewerOfAnEndedAttempt_GetsWhatIsStoredAndTheEnd()
    {
        _runs.Attempts.Add(_attempt with { State = TaskState.Succeeded });
        ResourceSample[] points = [new(_start, 1, MB, null, null, null), new(_start.AddSeconds(15), 2, MB, null, null, null)];
        await _store.AppendAsync([.. points.Select(point => (_attempt.Key, point))], default);

        Assert.Equal(points, (await _console.Feed.WatchAsync(_attempt.Key, null, default).ToListAsync()).SelectMany(batch => batch));
        Assert.Equal(points[1..], (await _console.Feed.WatchAsync(_attempt.Key, _start, default).ToListAsync()).SelectMany(batch => batch));
    }

    [Fact]
    public async Task ViewerThatCameBeforeTheCollectorKnewTheAttempt_GetsItsPoints()
    {
        _runs.Attempts.Add(_attempt with { State = TaskState.Running });
        await using var viewer = _console.Feed.WatchAsync(_attempt.Key, null, default).GetAsyncEnumerator();
        var next = NextAsync(viewer);
        _console.Collector.Started(_attempt, _attempt.Pod());
        _runtime.Set(_attempt.PodName, 1, MB);
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Single(await next);
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        for (var passed = TimeSpan.Zero; passed < by; passed += SampleCollector.TickInterval)
        {
            _time.Advance(SampleCollector.TickInterval);
            await _console.Collector.TickAsync(CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<ResourceSample>> NextAsync(IAsyncEnumerator<IReadOnlyList<ResourceSample>> viewer)
    {
        Assert.True(await viewer.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)), "the attempt's end came before the next point");
        return viewer.Current;
    }
}
