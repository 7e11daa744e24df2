using ElasticJobs.Core.Logs;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>On the console that leads: completes logs of instances that went while nobody looked, and removes those that were kept long enough.</summary>
internal sealed partial class InstanceLogRetention(
    IInstanceLogs logs, PodLogs pods, IServicePodList there, Lead lead, IOptions<SchedulerOptions> options, TimeProvider time, ILogger<InstanceLogRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lead.WaitUntilHereAsync(stoppingToken);
        await there.Listed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TickAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What it could not read now it may read later; the console has other things to do.
                LogNotLooked(exception);
            }
        }
    }

    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.KeepInstanceLogs;
        foreach (var log in logs.ListAll())
        {
            try
            {
                if (log.EndedAt is null && !there.Has(log.Service, log.Instance))
                    await pods.EndAsync(log, cancellationToken);
                else if (log.EndedAt < before)
                    await logs.RemoveAsync(log, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(log.Instance, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Logs of instances could not be looked through; tried again.")]
    private partial void LogNotLooked(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The log of instance {Instance}, which is gone, could not be completed or removed; tried again.")]
    private partial void LogFailed(string instance, Exception exception);
}
