using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Leadership;

/// <summary>Removes a run with all that it left: done by the console that leads, since it alone knows when the run's pods are gone.</summary>
internal sealed partial class RunDeletion(IRunStore store, ActiveRuns active, IPodRuntime runtime, ILogStore logs, TimeProvider time, ILogger<RunDeletion> logger)
{
    /// <summary>How long it waits for what it killed to be gone.</summary>
    public static readonly TimeSpan KillCap = TimeSpan.FromSeconds(30);

    public async Task DeleteAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        if (await store.RequestStopAsync(run, StopRequest.Kill, actor, cancellationToken))
            active.Post(run, mailbox => mailbox.Put(new RunInput.StopAsked(StopRequest.Kill, actor)));
        try
        {
            await active.WaitUntilGoneAsync(run, cancellationToken).WaitAsync(KillCap, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw RunRefusals.StillEnding(run);
        }

        // The row last: a deletion that is cut short can be asked for again.
        await logs.DeleteAsync(run, cancellationToken);
        await runtime.RemoveWorkspaceAsync(PodNames.Workspace(run), cancellationToken);
        await store.DeleteAsync(run, cancellationToken);
        LogDeleted(run, actor);
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} was deleted by {Actor}.")]
    private partial void LogDeleted(RunId runId, string actor);
}
