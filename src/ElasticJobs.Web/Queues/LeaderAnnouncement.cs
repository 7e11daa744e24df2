using ElasticJobs.Core.Leadership;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Hosting;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Web.Queues;

/// <summary>Once this console leads and listens, it tells the others where.</summary>
internal sealed partial class LeaderAnnouncement(
    IQueueHost queues, ILeaderAddress address, OwnAddress own, IOptions<ConsoleOptions> options, TimeProvider time, ILogger<LeaderAnnouncement> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            if (!queues.IsHere || (options.Value.AdvertisedUrl ?? own.Find()) is not { } here)
                continue;
            try
            {
                await address.TellAsync(here, stoppingToken);
                return;
            }
            catch (Exception exception) when (exception is not DeposedException && !stoppingToken.IsCancellationRequested)
            {
                LogNotTold(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The other consoles could not be told where this one is; tried again.")]
    private partial void LogNotTold(Exception exception);
}
