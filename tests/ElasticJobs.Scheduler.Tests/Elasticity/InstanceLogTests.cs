using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Elasticity;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Logs;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Tests.Elasticity;

public sealed class InstanceLogTests : IServicePodList, IDisposable
{
    private static readonly RunId Id = new(SequentialIds.At(3));
    private static readonly AttemptKey Key = InstanceLog.KeyOf(Id, ServiceLabels.InstanceKind);
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryInstanceLogs _logs = new();
    private readonly MemoryLogStore _store;
    private readonly LogCollector _collector;
    private readonly PodLogs _pods;
    private readonly InstanceLogRetention _retention;
    private readonly HashSet<string> _there = [];
    private readonly FakePodRuntime _runtime = new();

    public InstanceLogTests()
    {
        _store = new MemoryLogStore(_time);
        _collector = new LogCollector(_store, new LogTails(_store), _time, NullLogger<LogCollector>.Instance);
        _pods = new PodLogs(_logs, _collector, _runtime, _time);
        _retention = new InstanceLogRetention(
            _logs, _pods, this, new Lead(), Options.Create(new SchedulerOptions { KeepInstanceLogs = TimeSpan.FromDays(2) }), _time, NullLogger<InstanceLogRetention>.Instance);
    }

    public Task Listed => Task.CompletedTask;

    public bool Has(string service, string pod) => _there.Contains(pod);

    [Fact]
    public async Task Log_OfAnInstance_IsCollectedWhileItRuns_AndCompleteWhenItHasEnded()
    {
        _pods.Begin(Spec());
        _store.Write(new LogKey(Key, "main"), "made ready");
        _store.Write(new LogKey(Key, "worker"), "at the queue");

        _pods.Follow(Status(PodPhase.Running));
        await _collector.TickAsync(CancellationToken.None);
        Assert.Equal("made ready", Assert.Single((await _store.ReadAsync(new LogKey(Key, "main"), 0, 9, CancellationToken.None)).Lines).Text);
        Assert.Equal("at the queue", Assert.Single((await _store.ReadAsync(new LogKey(Key, "worker"), 0, 9, CancellationToken.None)).Lines).Text);
        Assert.Null(_logs.Find("train", "train-1")!.EndedAt);

        _store.Write(new LogKey(Key, "main"), "last words");
        await _pods.EndAsync(Status(PodPhase.Failed), CancellationToken.None);

        var log = await _store.ReadAsync(new LogKey(Key, "main"), 0, 9, CancellationToken.None);
        Assert.Equal(("last words", true), (log.Lines[^1].Text, log.IsComplete));
        Assert.Equal(_time.GetUtcNow(), _logs.Find("train", "train-1")!.EndedAt);
    }

    [Fact]
    public async Task Retention_CompletesWhatWentUnseen_AndRemovesItWhenItWasKeptLongEnough()
    {
        _pods.Begin(Spec());
        _there.Add("train-1");
        await _retention.TickAsync(CancellationToken.None);
        Assert.Null(_logs.Find("train", "train-1")!.EndedAt);

        _there.Clear();
        _store.Write(new LogKey(Key, "main"), "unseen");
        await _retention.TickAsync(CancellationToken.None);
        Assert.True((await _store.ReadAsync(new LogKey(Key, "main"), 0, 9, CancellationToken.None)).IsComplete);

        _time.Advance(TimeSpan.FromDays(2));
        await _retention.TickAsync(CancellationToken.None);
        Assert.NotNull(_logs.Find("train", "train-1"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await _retention.TickAsync(CancellationToken.None);
        Assert.Null(_logs.Find("train", "train-1"));
    }

    [Fact]
    public async Task Retention_OfOneThatFails_GoesOnWithOthers()
    {
        _pods.Begin(Spec());
        _logs.Begin(new InstanceLog("default", "other", "other-1", ServiceLabels.InstanceKind, new RunId(SequentialIds.At(4)), _time.GetUtcNow(), _time.GetUtcNow() - TimeSpan.FromDays(9)));
        _store.IndexFailure = new IOException("The disk is gone.");

        await _retention.TickAsync(CancellationToken.None);

        Assert.Equal("train-1", Assert.Single(_logs.ListAll()).Instance);
    }

    [Fact]
    public void Pod_WithoutALogOfItsOwn_IsPassedOver()
    {
        _pods.Begin(Spec() with { Labels = new Dictionary<string, string> { [ServiceLabels.Service] = "train", [PodLabels.Kind] = ServiceLabels.InstanceKind } });

        Assert.Empty(_logs.ListAll());
    }

    public void Dispose()
    {
        _collector.Dispose();
        _retention.Dispose();
    }

    private static readonly Dictionary<string, string> Labels = new()
    {
        [PodLabels.Project] = "default",
        [PodLabels.Kind] = ServiceLabels.InstanceKind,
        [ServiceLabels.Service] = "train",
        [ServiceLabels.Log] = Id.Value.ToString("N"),
    };

    private static PodSpec Spec() => new() { Name = "train-1", LogDirectory = "", Labels = Labels, Containers = [new ContainerSpec { Command = ["true"] }] };

    private static PodStatus Status(PodPhase phase) => new() { Name = "train-1", Phase = phase, Labels = Labels };
}
