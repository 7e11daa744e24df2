using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>
/// Once, when this console begins to lead: completes the logs of attempts whose end is stored, but which a console that was killed did not take in. Where their pod is still there the engine
/// does the same when it releases it; where it is gone nobody else would, and its viewers would wait for ever.
/// </summary>
internal sealed partial class LogCompletion(
    ActiveRuns active, ILogStore store, IRunStore runs, IPodRuntime runtime, LogCollector collector, ILogger<LogCompletion> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await active.Ready.WaitAsync(stoppingToken);
        await CompleteAsync(stoppingToken);
    }

    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var run in store.ListOpen().GroupBy(attempt => attempt.Run))
        {
            try
            {
                await CompleteAsync([.. run], await runs.FindAsync(run.Key, cancellationToken), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotCompleted(run.Key, e);
            }
        }
    }

    private async Task CompleteAsync(IReadOnlyList<AttemptKey> open, RunDetail? run, CancellationToken cancellationToken)
    {
        foreach (var key in open)
        {
            var attempt = run?.Attempts.FirstOrDefault(attempt => attempt.Key == key);
            if (attempt is null)
                store.Close(key);
            else if (TaskTransitions.IsTerminal(attempt.State))
                await CompleteAsync(attempt, cancellationToken);
        }
    }

    private async Task CompleteAsync(TaskAttempt attempt, CancellationToken cancellationToken)
    {
        await runtime.DrainLogsAsync(attempt.PodName, cancellationToken);
        await collector.EndedAsync(attempt, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Logs of run {RunId} that the last console left open can't be completed; the next start tries again.")]
    private partial void LogNotCompleted(RunId runId, Exception exception);
}
