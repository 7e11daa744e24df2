using ElasticJobs.Core;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>What runs refuse.</summary>
internal static class RunRefusals
{
    public static RefusedException NotFound(RunId run) => new(
        RefusalKind.NotFound, "run_not_found", $"There is no run {run}.", "List the runs and take an id from there.");

    public static RefusedException Ended(Run run) => new(
        RefusalKind.Conflict, "run_ended", $"Run {run.Id} has ended: {run.State}.", "Nothing is left to stop. Retry or rerun it to run it again.");

    public static RefusedException NotEnded(RunId run) => new(
        RefusalKind.Conflict, "run_not_ended", $"Run {run} is still going on.", "Wait for its end, or stop it first.");

    public static RefusedException NothingToRetry(RunId run) => new(
        RefusalKind.Conflict, "nothing_to_retry", $"No task of run {run} failed or was stopped.", "Rerun it to run all of it again.");

    public static RefusedException PipelineNotFound(string project, string pipeline) => new(
        RefusalKind.NotFound, "pipeline_not_found", $"Project {project} has no pipeline {pipeline}.", "List the pipelines and take a name from there.");

    public static RefusedException NotADebugRun() => new(
        RefusalKind.Invalid, "trigger_invalid", "A debug run, and no other, runs chosen tasks alone.", "Choose a task with the trigger Debug, or take another trigger and choose none.");

    public static RefusedException StillEnding(RunId run) => new(
        RefusalKind.Conflict, "run_still_ending", $"Run {run} was killed, but its pods have not all gone yet.", "Try again in a moment.");

    public static RefusedException NobodyLeads(RunId run) => new(
        RefusalKind.Conflict, "no_leader", $"What was asked of run {run} is noted, but no console that starts and stops tasks has answered.",
        "It is done as soon as one does. See that a console runs and reaches the database.");
}
