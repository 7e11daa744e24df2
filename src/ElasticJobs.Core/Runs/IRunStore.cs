namespace ElasticJobs.Core.Runs;

/// <summary>Runs, their tasks, attempts and changes. Every write is durable when it returns; writes of many callers share one transaction (group commit).</summary>
public interface IRunStore
{
    /// <summary>Inserts a run and its tasks in one transaction. The same id again: a no-op.</summary>
    Task CreateAsync(Run run, IReadOnlyList<TaskRun> tasks, string actor, CancellationToken cancellationToken);

    /// <summary>
    /// Applies the change in one transaction; rows are replaced by key. Of the run itself state, times, reason, version and stop request are taken, the rest stays as it was made;
    /// so do an attempt's pod name and manifest. The stronger of the stored and the given stop request stays, since one may have been raised after the run was read, unless the
    /// change takes an ended run up again. Sets <see cref="Run.Version"/> as given in <see cref="RunChange.Run"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stored version is not older: a second engine drives the run, or it was deleted. Nothing is applied.</exception>
    /// <exception cref="Leadership.DeposedException">Another console leads by now. Nothing is applied.</exception>
    Task CommitAsync(RunChange change, CancellationToken cancellationToken);

    /// <summary>Commits that a stop or kill was asked (kill overrides stop). Leaves the version alone, which is the engine's. False: the run is unknown or has ended.</summary>
    Task<bool> RequestStopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken);

    Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>Ids of all runs that have not ended, oldest first.</summary>
    Task<IReadOnlyList<RunId>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Stops and kills asked of runs that have not ended.</summary>
    Task<IReadOnlyList<(RunId Run, StopRequest Request, string Actor)>> ListStopRequestsAsync(CancellationToken cancellationToken);

    /// <summary>Of each named pipeline the newest runs, newest first, debug runs left out: the coloured bars of the list.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> ListRecentAsync(string project, IReadOnlyCollection<string> pipelines, int each, CancellationToken cancellationToken);

    Task<IReadOnlyList<StateChange>> ListChangesAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Peak and mean of an ended attempt.</summary>
    Task SetUseAsync(AttemptKey attempt, Resources.ResourceUse use, CancellationToken cancellationToken);

    /// <summary>Removes a run and all its rows. Logs and workspace are the caller's.</summary>
    Task DeleteAsync(RunId run, CancellationToken cancellationToken);
}

/// <summary>What one step of a run changes. Lists hold the new rows, whole.</summary>
/// <param name="Changes">Sequence is given by the store.</param>
public sealed record RunChange(
    Run Run, IReadOnlyList<TaskRun> Tasks, IReadOnlyList<TaskAttempt> Attempts, IReadOnlyList<StateChange> Changes);

/// <param name="Pipeline">Null: all.</param>
/// <param name="States">Null or empty: all.</param>
/// <param name="Triggers">Null or empty: all but <see cref="RunTrigger.Debug"/>.</param>
/// <param name="Cursor">Of the page before. Null: the first page.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record RunQuery(
    string Project,
    string? Pipeline = null,
    IReadOnlyList<RunState>? States = null,
    IReadOnlyList<RunTrigger>? Triggers = null,
    string? CreatedBy = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Cursor = null,
    int Limit = 50);

/// <param name="NextCursor">Null: the last page.</param>
public sealed record RunPage(IReadOnlyList<Run> Runs, string? NextCursor);
