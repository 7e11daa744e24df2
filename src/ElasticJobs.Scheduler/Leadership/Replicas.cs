using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Leadership;

/// <summary>Hears the other consoles: the one that leads is told what was asked there, the others what has changed at the leader's.</summary>
internal sealed partial class Replicas(
    IRunSignals signals, Lead lead, RunSweep sweep, IRunStore store, Broadcaster<RunId, Run> broadcaster, ILogger<Replicas> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var signal in signals.ListenAsync(stoppingToken))
        {
            if (lead.IsHere)
                sweep.Wake();
            else if (signal.Kind == RunSignalKind.Changed)
                await ShowAsync(signal.Run, stoppingToken);
        }
    }

    private async Task ShowAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.FindAsync(run, cancellationToken) is { } detail)
                broadcaster.Publish(run, detail.Run);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotShown(run, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A change of run {Run} could not be read; its viewers see it with the next one.")]
    private partial void LogNotShown(RunId run, Exception exception);
}
