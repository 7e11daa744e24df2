using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Resources;
using ElasticJobs.Scheduler.Tests.Logs;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.Resources;

/// <summary>Two consoles on the same stores; one of them leads and reads the counters, the other has the viewer.</summary>
public sealed class SampleReplicaTests : IAsyncLifetime
{
    private const long MB = 1 << 20;

    private readonly FakeTimeProvider _time = new();
    private readonly CountersRuntime _runtime;
    private readonly MemorySampleStore _store = new();
    private readonly AttemptRows _runs = new();
    private readonly SampledConsole _leader;
    private readonly SampledConsole _other;
    private readonly TaskAttempt _attempt;

    public SampleReplicaTests()
    {
        _runtime = new CountersRuntime(_time);
        var signals = new MemorySampleSignals();
        _leader = new SampledConsole(_runtime, _store, _runs, signals, _time);
        _other = new SampledConsole(_runtime, _store, _runs, new MemorySampleSignals(signals), _time);
        _attempt = Attempts.New(createdAt: _time.GetUtcNow());
        _runs.Attempts.Add(_attempt with { State = TaskState.Running });
        _runtime.Set(_attempt.PodName, 1, MB);
    }

    public async Task InitializeAsync()
    {
        _leader.TakeTheLead();
        await _leader.Replicas.StartAsync(default);
        await _other.Replicas.StartAsync(default);
        _leader.Collector.Started(_attempt, _attempt.Pod());
    }

    public async Task DisposeAsync()
    {
        await _leader.Replicas.StopAsync(default);
        await _other.Replicas.StopAsync(default);
        _leader.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Viewer_AtTheOther_GetsWhatIsNotStoredYetAndThenAPointEvery2Seconds()
    {
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        var unstored = _leader.Collector.Recent(_attempt.Key)!;
        Assert.NotEmpty(unstored);
        Assert.Empty(_store.Of(_attempt.Key));
        await using var viewer = _other.Feed.WatchAsync(_attempt.Key, null, default).GetAsyncEnumerator();
        var points = new List<ResourceSample>();

        await TakeAsync(viewer, points, unstored.Count);
        Assert.Equal(unstored, points);
        await WatchedAtTheLeaderAsync();
        var before = points[^1].At;
        for (var i = 0; i < 3; i++)
        {
            var next = TakeAsync(viewer, points, points.Count + 1);
            await AdvanceAsync(TimeSpan.FromSeconds(2));
            await next;
        }

        Assert.Equal(before.AddSeconds(2 * 3), points[^1].At);
        Assert.Equal(_leader.Collector.Recent(_attempt.Key)!, points);
        Assert.Single(_runtime.Calls.SelectMany(names => names).Distinct());
    }

    [Fact]
    public async Task End_AtTheLeader_EndsTheStreamAtTheOther()
    {
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        await using var viewer = _other.Feed.WatchAsync(_attempt.Key, null, default).GetAsyncEnumerator();
        var points = new List<ResourceSample>();
        await TakeAsync(viewer, points, 2);
        await WatchedAtTheLeaderAsync();

        var end = viewer.MoveNextAsync().AsTask();
        await _leader.Collector.EndedAsync(_attempt, default);

        Assert.False(await end.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(_other.Hub.IsWatched(_attempt.Key));
    }

    [Fact]
    public async Task Viewer_ThatGoes_IsForgottenByTheLeaderAndOneThatStaysIsNot()
    {
        var viewer = _other.Hub.Open(_attempt.Key);
        await WatchedAtTheLeaderAsync();
        for (var passed = TimeSpan.Zero; passed < SampleHub.Lease * 3; passed += SampleReplicas.Interval)
        {
            await RenewAsync();
            Assert.True(_leader.Hub.IsWatched(_attempt.Key));
        }

        _other.Hub.Close(_attempt.Key, viewer);

        // A word that was on its way may come yet.
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(SampleHub.Lease);
                return !_leader.Hub.IsWatched(_attempt.Key);
            },
            "the leader has forgotten who watched");
    }

    [Fact]
    public async Task Viewer_WhoseSignalsAreLost_GetsWhatIsStoredAndTheEnd()
    {
        _other.Signals.IsCut = true;
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        var stored = Assert.Single(_store.Of(_attempt.Key));
        await using var viewer = _other.Feed.WatchAsync(_attempt.Key, null, default).GetAsyncEnumerator();
        var points = new List<ResourceSample>();
        await TakeAsync(viewer, points, 1);
        Assert.Equal(stored, points[0]);

        var next = TakeAsync(viewer, points, 2);
        await AdvanceAsync(TimeSpan.FromSeconds(15));
        await LookAsync(next);
        Assert.Equal(_store.Of(_attempt.Key), points);

        var end = viewer.MoveNextAsync().AsTask();
        _runs.Attempts[0] = _attempt with { State = TaskState.Succeeded };
        await LookAsync(end);
        Assert.False(await end);
    }

    [Fact]
    public async Task Viewers_WhereTheCountersAreRead_CostNoSignals()
    {
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        var viewer = _leader.Hub.Open(_attempt.Key);
        await AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.True(viewer.Reader.TryRead(out _));
        Assert.Empty(_leader.Signals.Sent);
    }

    private Task WatchedAtTheLeaderAsync() => Eventually.TrueAsync(() => _leader.Hub.IsWatched(_attempt.Key), "the leader knows that it is watched");

    /// <summary>Both have looked, and the word of the other has come.</summary>
    private async Task RenewAsync()
    {
        int Said() => _other.Signals.Sent.Count(signal => signal.Kind == SampleSignalKind.Watched);
        var before = Said();
        await Eventually.TrueAsync(
            () =>
            {
                if (Said() == before)
                    _time.Advance(TimeSpan.FromSeconds(1));
                return Said() > before && _leader.Hub.IsWatched(_attempt.Key);
            },
            "it is said again that someone watches");
    }

    private async Task LookAsync(Task until)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return until.IsCompleted;
            },
            "the store was looked into");
        await until;
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        for (var passed = TimeSpan.Zero; passed < by; passed += SampleCollector.TickInterval)
        {
            _time.Advance(SampleCollector.TickInterval);
            await _leader.Collector.TickAsync(CancellationToken.None);
        }
    }

    private static async Task TakeAsync(IAsyncEnumerator<IReadOnlyList<ResourceSample>> viewer, List<ResourceSample> points, int until)
    {
        while (points.Count < until)
        {
            Assert.True(await viewer.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)), "the end came before the point");
            points.AddRange(viewer.Current);
        }
    }
}
