using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.QueueTasks;
using ElasticJobs.Scheduler.Tests.Queues;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

public sealed class ServiceTasksTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Task_WhoseDeadLetterIsBeingStored_IsNotLost()
    {
        await using var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { Rules = QueueRules.Default with { MaxDeliveries = 1 } });
        var service = new OneService(queue.Queue);
        var place = await queue.Input.PutAsync(OpenQueue.Put("true") with { RequestId = "pod" }, default);
        await using var instance = queue.Watch("i1");
        await instance.NextAsync();
        queue.Puts.HoldDead();
        queue.Input.Lose(new ConsumerName(OpenQueue.Workers, "i1"));
        Assert.Null(queue.Input.StandingOf(place.Index));
        var pod = Pod("pod", service.Service.CreatedAt, place.Index);
        using var stop = new CancellationTokenSource();
        var tasks = new ServiceTasks(OpenQueue.Workers, service, service, _time, static (pod, status) => pod.Status = status, NullLogger.Instance);

        tasks.Follow(pod);
        var loop = tasks.RunAsync(stop.Token);
        await UntilAsync(() => service.Looks >= 3 || pod.Status.IsTerminal, "it was looked at several times");
        var meanwhile = pod.Status.Phase;
        queue.Puts.ReleaseDead();
        await UntilAsync(() => pod.Status.IsTerminal, "the task has ended");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);

        Assert.Equal((PodPhase.Pending, PodPhase.Failed, PodStatus.DeadLetter), (meanwhile, pod.Status.Phase, pod.Status.Reason));
        Assert.Contains("Its worker i1 ended before it had done it.", pod.Status.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task UntilAsync(Func<bool> look, string expected) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return look();
        },
        expected);

    private QueuedPod Pod(string name, DateTimeOffset service, long index)
    {
        var spec = new PodSpec { Name = name, Containers = [], LogDirectory = _directory[name], QueueTask = new QueueTask { Service = OpenQueue.Workers, Type = "command", Payload = "true" } };
        return new QueuedPod(spec, service, index, new SinkLog(spec.LogDirectory, 1), new PodStatus { Name = name, Phase = PodPhase.Pending });
    }
}
