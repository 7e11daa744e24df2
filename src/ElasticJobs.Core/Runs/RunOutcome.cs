namespace ElasticJobs.Core.Runs;

/// <summary>How a run ended whose tasks have all ended.</summary>
internal sealed record RunOutcome(RunState State, string? Reason)
{
    /// <summary>
    /// Timed out when its own time limit ended a task; stopped when that was asked; failed when a task failed, ran out of time or could not start for that, unless
    /// a task that comes after it on a <c>failed</c> edge succeeded, and so dealt with it; else succeeded.
    /// </summary>
    public static RunOutcome Of(Run run, RunGraph graph, Func<int, TaskRun> task)
    {
        TaskRun? failed = null;
        for (var place = 0; place < graph.Tasks.Count; place++)
        {
            var row = task(place);
            if (row.Reason is { Code: ReasonCodes.RunTimeout } reason)
                return new(RunState.TimedOut, reason.Message);
            if (EdgeConditions.HasFailed(row.State) && !IsHandled(graph, place, task) && (failed is null || failed.State == TaskState.UpstreamFailed))
                failed = failed is null || row.State != TaskState.UpstreamFailed ? row : failed;
        }

        if (run.StopRequest != StopRequest.None)
            return new(RunState.Stopped, $"Stopped by {run.StopRequestedBy}.");
        return failed is null ? new(RunState.Succeeded, null) : new(RunState.Failed, $"{failed.Task}: {failed.Reason?.Message ?? failed.State.ToString()}");
    }

    private static bool IsHandled(RunGraph graph, int place, Func<int, TaskRun> task) =>
        graph.Downstream[place].Any(next =>
            task(next).State == TaskState.Succeeded
            && graph.Upstream[next].Any(edge => edge.From == place && edge.When == Pipelines.EdgeCondition.Failed));
}
