using ElasticJobs.Core;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.QueueTasks;
using ElasticJobs.Scheduler.Tests.Queues;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

public sealed class QueuedPodsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Stop_AfterItsServiceWasMadeAnew_LeavesTheTasksOfOthers()
    {
        await using var former = await OpenQueue.OpenAsync();
        await using var anew = await OpenQueue.OpenAsync();
        var service = new OneService(former.Queue);
        // Time stands still, so that its follower looks once and does not see the change.
        await using var pods = new QueuedPods(service, service, new FakeTimeProvider(), NullLogger<QueuedPods>.Instance);
        var pod = Pod("pod");
        await pods.StartAsync(pod, hasRun: false, default);
        await Eventually.TrueAsync(() => service.Looks == 2, "its follower has looked");
        var own = await former.Input.FindAsync("pod", default);
        var others = await anew.PutAsync("somebody else's");
        Assert.Equal(own!.Index, others.Index);

        service.Replace(anew.Queue);
        await pods.StopAsync("pod", default);

        Assert.NotNull(anew.Input.StandingOf(others.Index));
        await pods.RemoveAsync("pod", default);
        Assert.False(pods.Knows("pod"));
    }

    [Fact]
    public async Task Put_IntoAFullQueueThatBlocks_IsRefusedAtOnce()
    {
        await using var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxLength = 1, WhenFull = FullPolicy.Block });
        await queue.PutAsync("the only one");

        var put = queue.Input.PutAsync(QueueTaskPut.Of(Pod("pod")), default).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("queue_full", (await Assert.ThrowsAsync<RefusedException>(() => put)).Code);
        Assert.Equal(1, queue.Input.Describe().Length);
    }

    public void Dispose() => _directory.Dispose();

    private PodSpec Pod(string name) => new()
    {
        Name = name,
        Containers = [],
        LogDirectory = _directory[name],
        Labels = new Dictionary<string, string> { [PodLabels.Project] = OneService.Project },
        QueueTask = new QueueTask { Service = OpenQueue.Workers, Type = "command", Payload = "true" },
    };
}
