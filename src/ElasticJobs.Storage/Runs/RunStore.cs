using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Leadership;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Runs;

internal sealed class RunStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer, LeaderFence fence) : IRunStore
{
    public Task CreateAsync(Run run, IReadOnlyList<TaskRun> tasks, string actor, CancellationToken cancellationToken) => writer.WriteAsync(
        [
            RunRows.Insert(run),
            .. tasks.Select(RunRows.Insert),
            RunStatements.InsertCreation.With(run.Id.Value, run.State.ToString(), run.CreatedAt, actor),
        ],
        cancellationToken);

    public Task CommitAsync(RunChange change, CancellationToken cancellationToken) => writer.WriteAsync(
        [
            RunRows.Update(change.Run) with { Otherwise = () => Outdated(change.Run) },
            .. change.Tasks.Select(RunRows.Put),
            .. change.Attempts.Select(RunRows.Put),
            .. change.Changes.Select(RunRows.Insert),
        ],
        fence.Call,
        cancellationToken);

    public async Task<bool> RequestStopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken) =>
        await writer.WriteAsync(RunStatements.RequestStop.With(request.ToString(), actor, run.Value), cancellationToken) > 0;

    public Task SetUseAsync(AttemptKey attempt, ResourceUse use, CancellationToken cancellationToken) => writer.WriteAsync(
        [RunStatements.SetUse.With(use.PeakCpu, use.MeanCpu, use.PeakMemory, use.MeanMemory, attempt.Run.Value, attempt.Task, attempt.Number)], fence.Call, cancellationToken);

    public Task DeleteAsync(RunId run, CancellationToken cancellationToken) => writer.WriteAsync(RunStatements.DeleteRun.With(run.Value), cancellationToken);

    public async Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.BeginReadSnapshotAsync(cancellationToken);
        var row = await context.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == run.Value, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var tasks = await context.TaskRuns.AsNoTracking().Where(task => task.RunId == run.Value)
            .OrderBy(task => task.Position).ThenBy(task => task.Task).ToListAsync(cancellationToken);
        var attempts = await context.TaskAttempts.AsNoTracking().Where(attempt => attempt.RunId == run.Value)
            .OrderBy(attempt => attempt.Task).ThenBy(attempt => attempt.Number).ToListAsync(cancellationToken);
        return new RunDetail(row.ToRun(), [.. tasks.Select(RunRows.ToTask)], [.. attempts.Select(RunRows.ToAttempt)]);
    }

    public async Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Runs.AsNoTracking().ReadPageAsync(query, cancellationToken);
    }

    public async Task<IReadOnlyList<RunId>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Constants in the text, not parameters, so that the partial index fits.
        var ids = await context.Runs.FromSqlRaw($"SELECT * FROM runs WHERE {RunStatements.Unfinished}").AsNoTracking()
            .OrderBy(run => run.Id).Select(run => run.Id).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new RunId(id))];
    }

    public async Task<IReadOnlyList<(RunId Run, StopRequest Request, string Actor)>> ListStopRequestsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs.FromSqlRaw($"SELECT * FROM runs WHERE {RunStatements.Unfinished}").AsNoTracking()
            .Where(run => run.StopRequest != StopRequest.None).Select(run => new { run.Id, run.StopRequest, run.StopRequestedBy }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (new RunId(row.Id), row.StopRequest, row.StopRequestedBy ?? ""))];
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> ListRecentAsync(
        string project, IReadOnlyCollection<string> pipelines, int each, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var recent = new Dictionary<string, IReadOnlyList<Run>>();
        foreach (var pipeline in pipelines)
        {
            var page = await context.Runs.AsNoTracking().ReadPageAsync(new RunQuery(project, pipeline, Limit: each), cancellationToken);
            recent[pipeline] = page.Runs;
        }

        return recent;
    }

    public async Task<IReadOnlyList<StateChange>> ListChangesAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.StateChanges.AsNoTracking().Where(change => change.RunId == run.Value).OrderBy(change => change.Sequence).ToListAsync(cancellationToken);
        return [.. rows.Select(RunRows.ToChange)];
    }

    private static InvalidOperationException Outdated(Run run) =>
        new($"Run {run.Id} has no stored version before {run.Version}: it is unknown, or a second engine drives it.");
}
