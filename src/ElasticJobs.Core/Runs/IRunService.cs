using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Runs;

/// <summary>What people and programs may do with runs. Refusals are <see cref="RefusedException"/>s.</summary>
public interface IRunService
{
    /// <summary>Checks parameters, commits the run and wakes the engine.</summary>
    Task<Run> StartAsync(StartRun request, CancellationToken cancellationToken);

    /// <summary>Asks to stop or kill. Refused with <c>run_ended</c> when it has ended.</summary>
    Task StopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken);

    /// <summary>From the failure point: tasks that failed, timed out, were stopped or never started, and all that follows them, run again in the same run; succeeded ones keep their outputs.
    /// Refused with <c>run_not_ended</c> or <c>nothing_to_retry</c>.</summary>
    Task RetryAsync(RunId run, string actor, CancellationToken cancellationToken);

    /// <summary>A new run of the same revision; <paramref name="parameters"/> replace those of the old run (null: the same).</summary>
    Task<Run> RerunAsync(RunId run, JsonObject? parameters, string actor, CancellationToken cancellationToken);

    /// <summary>Kills what still runs, then removes the run with logs and workspace.</summary>
    Task DeleteAsync(RunId run, string actor, CancellationToken cancellationToken);
}

/// <param name="Revision">Null: the latest.</param>
/// <param name="Parameters">Those left out take their defaults.</param>
/// <param name="Only">Debug: the first task; null: the whole pipeline.</param>
public sealed record StartRun(
    string Project,
    string Pipeline,
    int? Revision,
    JsonObject Parameters,
    RunTrigger Trigger,
    string Actor,
    TaskSelection? Only = null);

/// <summary>Run one task (and perhaps what follows it) alone.</summary>
/// <param name="Downstream">Also everything that follows the task.</param>
/// <param name="SourceRun">Takes upstream outputs, parameters that are not given, and a copy of the workspace's files from this run.</param>
/// <param name="Outputs">Typed in; override those of the source run.</param>
/// <param name="DraftDocument">JSON of a document that is not saved. Null: the revision.</param>
public sealed record TaskSelection(
    string Task,
    bool Downstream,
    RunId? SourceRun,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Outputs,
    string? DraftDocument = null);

/// <summary>Live changes of runs.</summary>
public interface IRunFeed
{
    /// <summary>The run whole, then each newer version whole, at most one per 100 ms, until it has ended and been told. Unknown run: ends at once.</summary>
    IAsyncEnumerable<RunDetail> WatchAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Each run of the project that changes from now on (the run row alone), coalesced by run.</summary>
    IAsyncEnumerable<Run> WatchProjectAsync(string project, CancellationToken cancellationToken);
}
