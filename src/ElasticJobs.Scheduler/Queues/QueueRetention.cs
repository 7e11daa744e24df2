using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>On the console that leads: what queues and autoscalers have kept long enough goes.</summary>
internal sealed partial class QueueRetention(IDeploymentDirectory services, IQueueHost host, IDecisionStore decisions, IQueueStore store, IPayloadStore payloads, Lead lead, TimeProvider time, ILogger<QueueRetention> logger) : BackgroundService
{
    private static readonly TimeSpan KeepDecisions = TimeSpan.FromDays(7);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lead.WaitUntilHereAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TickAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSwept(exception);
            }
        }
    }

    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        await decisions.RemoveAsync(time.GetUtcNow() - KeepDecisions, cancellationToken);
        HashSet<StreamId> known = [];
        var all = (await services.GetAsync(cancellationToken)).Services.Values;
        foreach (var service in all)
        {
            try
            {
                await SweepAsync(service, cancellationToken);
                known.Add(await store.OpenAsync(service.Name, StreamKind.Input, cancellationToken));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(service.Name, exception);
            }
        }

        if (known.Count == all.Count())
            SweepPayloads(known);
    }

    private async Task SweepAsync(Deployment service, CancellationToken cancellationToken)
    {
        var settings = service.Spec.Queue;
        var now = time.GetUtcNow();
        var queue = await host.OpenAsync(service.Name, settings, service.Name, cancellationToken);
        await queue.Input.SweepAsync(now - settings.KeepDone, null, cancellationToken);
        await queue.Output.SweepAsync(now - settings.KeepDone, now - settings.KeepSink, cancellationToken);
        await queue.DeadLetters.SweepAsync(now - settings.KeepDone, null, cancellationToken);
        queue.SweepPayloads();
    }

    /// <summary>Payloads of queues that were deleted.</summary>
    private void SweepPayloads(HashSet<StreamId> known)
    {
        foreach (var queue in payloads.ListQueues().Where(queue => !known.Contains(queue)))
        {
            // A service may have been deployed since.
            if (payloads.List(queue).All(file => time.GetUtcNow() - file.WrittenAt > QueuePayloads.Young))
                payloads.DeleteAll(queue);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What queues and autoscalers have kept long enough could not be removed; tried again.")]
    private partial void LogNotSwept(Exception exception);

    [LoggerMessage(LogLevel.Warning, "What the queue of service {Service} has kept long enough could not be removed; tried again.")]
    private partial void LogFailed(string service, Exception exception);
}
