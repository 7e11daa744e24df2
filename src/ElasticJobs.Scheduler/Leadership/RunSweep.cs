using ElasticJobs.Core;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Leadership;

/// <summary>Finds what other consoles were asked: runs that they made, stops, orders. Woken by their signals, and every few seconds without one.</summary>
internal sealed partial class RunSweep(
    IRunStore store, IRunOrders orders, ActiveRuns active, RunDeletion deletion, TimeProvider time, ILogger<RunSweep> logger) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _woken = new(0, 1);

    public void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(cancellationToken);
            try
            {
                await TickAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
    }

    public void Dispose() => _woken.Dispose();

    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await store.ListUnfinishedAsync(cancellationToken))
        {
            if (!active.Contains(run))
                active.Post(run, _ => { });
        }

        foreach (var stop in await store.ListStopRequestsAsync(cancellationToken))
            active.Post(stop.Run, mailbox => mailbox.Put(new RunInput.StopAsked(stop.Request, stop.Actor)));
        foreach (var order in await orders.ListOpenAsync(cancellationToken))
            await CarryOutAsync(order, cancellationToken);
    }

    private async Task CarryOutAsync(RunOrder order, CancellationToken cancellationToken)
    {
        try
        {
            if (order.Kind == RunOrderKind.Retry)
                await active.RetryAsync(order.Run, order.Actor, cancellationToken);
            else
                await deletion.DeleteAsync(order.Run, order.Actor, cancellationToken);
            await orders.AnswerAsync(order.Run, null, cancellationToken);
        }
        catch (RefusedException refusal)
        {
            await orders.AnswerAsync(order.Run, refusal, cancellationToken);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var pause = new CancellationTokenSource(Interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pause.Token);
        await _woken.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    [LoggerMessage(LogLevel.Warning, "What other consoles ask for can't be read; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
