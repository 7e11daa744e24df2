using ElasticJobs.Core.Leadership;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>
/// Carries all unfinished runs to their end. Level-triggered: an event only puts mail into a run's box and wakes it; what happens is decided from the whole state, and
/// what was missed while the console was down is found by comparing the stored runs with the pods that the runtime tells of.
/// </summary>
internal sealed partial class RunEngine(
    IRunStore store,
    ActiveRuns runs,
    StartPermits permits,
    PodWatch watch,
    PodCommands commands,
    ILeadership leadership,
    Lead lead,
    RunSweep sweep,
    IOptions<SchedulerOptions> options,
    TimeProvider time,
    ILogger<RunEngine> logger) : BackgroundService
{
    /// <summary>EX_TEMPFAIL of sysexits.h: start it again.</summary>
    private const int DeposedExitCode = 75;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var term = await leadership.LeadAsync(stoppingToken);
        lead.Begin(term);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, term.Deposed);
        try
        {
            await ActAsync(ending.Token);
        }
        catch (OperationCanceledException) when (term.Deposed.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            // What is in memory here is old. The host ends for this; who starts the process anew gets one that waits for its turn.
            LogDeposed();
            Environment.ExitCode = DeposedExitCode;
            throw new DeposedException();
        }
    }

    private async Task ActAsync(CancellationToken stoppingToken)
    {
        var unfinished = await LoadUnfinishedAsync(stoppingToken);
        permits.Expect(unfinished);
        foreach (var run in unfinished)
            runs.Post(run, _ => { });
        watch.Seen = (run, pod) => runs.Post(run, mailbox => mailbox.Put(pod));
        watch.Listed = runs.TakeListing;
        var workers = Enumerable.Range(0, options.Value.RunsAtOnce).Select(_ => Task.Run(() => runs.WorkAsync(stoppingToken), stoppingToken));
        try
        {
            await Task.WhenAll([watch.RunAsync(stoppingToken), sweep.RunAsync(stoppingToken), .. workers]);
        }
        finally
        {
            await commands.StopAsync();
            runs.DisposeTimers();
        }
    }

    /// <summary>A console may start before its database.</summary>
    private async Task<IReadOnlyList<RunId>> LoadUnfinishedAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                var unfinished = await store.ListUnfinishedAsync(cancellationToken);
                LogBegins(unfinished.Count);
                return unfinished;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var delay = Backoff.After(failures);
                LogLoadFailed(delay, e);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Critical, "Another console has taken over the lead while this one had lost the database. This one ends; start it again and it waits for its turn.")]
    private partial void LogDeposed();

    [LoggerMessage(LogLevel.Information, "The run engine begins with {Count} unfinished runs.")]
    private partial void LogBegins(int count);

    [LoggerMessage(LogLevel.Error, "Unfinished runs can't be read; tried again in {Delay}.")]
    private partial void LogLoadFailed(TimeSpan delay, Exception exception);
}
