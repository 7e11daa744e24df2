using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Runs;

/// <summary>What an ended upstream task means for a task that comes after it.</summary>
internal enum EdgeVerdict
{
    /// <summary>The edge's condition holds.</summary>
    Holds,

    /// <summary>It does not, because nothing went wrong upstream: the task is not needed and is skipped.</summary>
    NotNeeded,

    /// <summary>It does not, because something went wrong upstream.</summary>
    Broken,
}

internal static class EdgeConditions
{
    public static EdgeVerdict Judge(EdgeCondition condition, TaskRun upstream) => condition switch
    {
        EdgeCondition.Finished => EdgeVerdict.Holds,
        EdgeCondition.Succeeded when WasNotNeeded(upstream) => EdgeVerdict.NotNeeded,
        EdgeCondition.Succeeded => TaskTransitions.CountsAsSucceeded(upstream.State) ? EdgeVerdict.Holds : EdgeVerdict.Broken,
        EdgeCondition.Failed => HasFailed(upstream.State) ? EdgeVerdict.Holds : EdgeVerdict.NotNeeded,
        _ => throw new InvalidOperationException($"No such edge condition: {condition}."),
    };

    public static bool HasFailed(TaskState state) => state is TaskState.Failed or TaskState.TimedOut or TaskState.UpstreamFailed;

    /// <summary>Skipped by its own condition, unlike one that the pipeline says to skip, which counts as succeeded.</summary>
    private static bool WasNotNeeded(TaskRun task) => task.State == TaskState.Skipped && task.Reason?.Code == ReasonCodes.Condition;
}
