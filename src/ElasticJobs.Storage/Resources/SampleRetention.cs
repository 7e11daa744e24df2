using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Storage.Resources;

/// <summary>Removes points of the resource charts that are older than the storage's options allow.</summary>
internal sealed partial class SampleRetention(SampleStore samples, StorageOptions options, TimeProvider time, ILogger<SampleRetention> logger) : BackgroundService
{
    /// <summary>Not in the first minutes, which belong to finding running tasks again.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TickAsync(stoppingToken);
        }
    }

    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            var deleted = await samples.DeleteBeforeAsync(time.GetUtcNow() - options.SampleRetention, cancellationToken);
            if (deleted > 0)
            {
                LogDeleted(deleted, options.SampleRetention.TotalDays);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} resource samples older than {Days} days.")]
    private partial void LogDeleted(int count, double days);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old resource samples could not be removed; tried again in an hour.")]
    private partial void LogFailed(Exception exception);
}
