using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticJobs.Core.Pods;
using ElasticJobs.Scheduler.QueueTasks;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Where the pods of attempts are: those that are tasks of elastic jobs in their queues, all others in the runtime.</summary>
internal sealed class TaskPods(IPodRuntime runtime, QueuedPods queued)
{
    private const int Events = 1024;

    public string RuntimeName => runtime.Name;

    /// <summary>An attempt of an earlier console, found alive in the store.</summary>
    public void Expect(PodSpec pod)
    {
        if (pod.QueueTask is not null)
            queued.Expect(pod);
    }

    /// <inheritdoc cref="IPodRuntime.StartAsync"/>
    /// <param name="hasRun">It is known to have run.</param>
    public Task StartAsync(PodSpec pod, bool hasRun, CancellationToken cancellationToken) =>
        pod.QueueTask is null ? runtime.StartAsync(pod, cancellationToken) : queued.StartAsync(pod, hasRun, cancellationToken);

    public Task StopAsync(string pod, TimeSpan grace, CancellationToken cancellationToken) =>
        queued.Knows(pod) ? queued.StopAsync(pod, cancellationToken) : runtime.StopAsync(pod, grace, cancellationToken);

    /// <summary>A queue task has its log whole before its end is told.</summary>
    public Task DrainLogsAsync(string pod, CancellationToken cancellationToken) =>
        queued.Knows(pod) ? Task.CompletedTask : runtime.DrainLogsAsync(pod, cancellationToken);

    public Task RemoveAsync(string pod, CancellationToken cancellationToken) =>
        queued.Knows(pod) ? queued.RemoveAsync(pod, cancellationToken) : runtime.RemoveAsync(pod, cancellationToken);

    /// <summary>As <see cref="IPodRuntime.WatchAsync"/>, of both.</summary>
    public async IAsyncEnumerable<PodEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Full: both sources wait, and keep what they have to tell.
        var events = Channel.CreateBounded<PodEvent>(new BoundedChannelOptions(Events) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        Task[] sources = [PassOnAsync(runtime.WatchAsync(ending.Token), events.Writer, ending.Token), PassOnAsync(queued.WatchAsync(ending.Token), events.Writer, ending.Token)];
        try
        {
            var snapshots = sources.Length;
            await foreach (var change in events.Reader.ReadAllAsync(cancellationToken))
            {
                // A snapshot ends when the last source's does.
                if (change.Status is not null || --snapshots == 0)
                    yield return change;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(sources);
        }
    }

    /// <summary>When one source ends, so does the whole watch.</summary>
    private static async Task PassOnAsync(IAsyncEnumerable<PodEvent> source, ChannelWriter<PodEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in source.WithCancellation(cancellationToken))
                await events.WriteAsync(change, cancellationToken);
            events.TryComplete();
        }
        catch (Exception exception)
        {
            events.TryComplete(exception);
        }
    }
}
