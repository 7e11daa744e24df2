using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Hosting;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>Counters are read where the lead is. There, what others show is read as often as what is shown here and sent to them; elsewhere it is asked for again and again.</summary>
internal sealed class SampleReplicas(ISampleSignals signals, SampleHub hub, SampleCollector collector, Lead lead, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>What a viewer elsewhere can't have from the store yet, and a little more: what it has it drops.</summary>
    private static readonly TimeSpan Unstored = SampleCollector.StoredInterval + SampleCollector.WatchedInterval;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(HearAsync(stoppingToken), RenewAsync(stoppingToken));

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        await foreach (var signal in signals.ListenAsync(cancellationToken))
            Take(signal);
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            hub.ForgetUnwatched();
            if (lead.IsHere)
                continue;
            foreach (var attempt in hub.Watched)
                signals.Send(new SampleSignal(SampleSignalKind.Watched, attempt));
        }
    }

    private void Take(SampleSignal signal)
    {
        switch (signal.Kind)
        {
            case SampleSignalKind.Opened when lead.IsHere:
                hub.WatchElsewhere(signal.Attempt);
                SendRecent(signal.Attempt);
                break;
            case SampleSignalKind.Watched when lead.IsHere:
                hub.WatchElsewhere(signal.Attempt);
                break;
            case SampleSignalKind.Point when !lead.IsHere:
                hub.Show(signal.Attempt, signal.Sample!);
                break;
            case SampleSignalKind.Ended when !lead.IsHere:
                hub.End(signal.Attempt);
                break;
        }
    }

    private void SendRecent(AttemptKey attempt)
    {
        var from = time.GetUtcNow() - Unstored;
        foreach (var sample in (collector.Recent(attempt) ?? []).Where(sample => sample.At >= from))
            signals.Send(new SampleSignal(SampleSignalKind.Point, attempt, sample));
    }
}
