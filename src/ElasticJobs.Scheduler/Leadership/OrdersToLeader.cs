using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;

namespace ElasticJobs.Scheduler.Leadership;

/// <summary>Asks the console that leads, from another one, and waits for its answer.</summary>
internal sealed class OrdersToLeader(IRunOrders orders, IRunSignals signals, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than a deletion takes at most, and than a change of the lead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <exception cref="Core.RefusedException">The leader refuses, or none answers.</exception>
    public async Task AskAsync(RunId run, RunOrderKind kind, string actor, CancellationToken cancellationToken)
    {
        await orders.PlaceAsync(new RunOrder(run, kind, actor, time.GetUtcNow()), cancellationToken);
        signals.Send(new RunSignal(RunSignalKind.Asked, run));
        var since = time.GetTimestamp();
        while (!await orders.TakeAnswerAsync(run, cancellationToken))
        {
            if (time.GetElapsedTime(since) > Patience)
                throw RunRefusals.NobodyLeads(run);
            await Task.Delay(Interval, time, cancellationToken);
        }
    }
}
