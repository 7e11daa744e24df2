using ElasticJobs.Core.Debugging;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Debugging;

internal sealed class DebugStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer) : IDebugStore
{
    private static readonly SqlStatement Put = new(
        """
        INSERT INTO debug_sessions (id, project, pipeline, task, created_by, created_at, expires_at, state, command, source_run, end_reason, manifest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, state = excluded.state, command = excluded.command, end_reason = excluded.end_reason
        """,
        Id, Text, Text, Text, Text, Time, Time, Text, Text, Id, Text, Text);

    private static readonly SqlStatement Delete = new("DELETE FROM debug_sessions WHERE id = $1", Id);

    public Task SaveAsync(DebugSession session, CancellationToken cancellationToken) => writer.WriteAsync(
        Put.With(
            session.Id, session.Project, session.Pipeline, session.Task, session.CreatedBy, session.CreatedAt, session.ExpiresAt, session.State.ToString(), session.Command,
            session.SourceRun?.Value, session.EndReason, session.Manifest),
        cancellationToken);

    public async Task<DebugSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.DebugSessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
        return row?.ToSession();
    }

    public Task<IReadOnlyList<DebugSession>> ListAsync(string project, string? pipeline, CancellationToken cancellationToken) =>
        ReadAsync(sessions => sessions.Where(session => session.Project == project && (pipeline == null || session.Pipeline == pipeline)), cancellationToken);

    public Task<IReadOnlyList<DebugSession>> ListRunningAsync(CancellationToken cancellationToken) =>
        ReadAsync(sessions => sessions.Where(session => session.State == DebugSessionState.Running), cancellationToken);

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => writer.WriteAsync(Delete.With(id), cancellationToken);

    private async Task<IReadOnlyList<DebugSession>> ReadAsync(Func<IQueryable<DebugSessionRow>, IQueryable<DebugSessionRow>> matching, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await matching(context.DebugSessions.AsNoTracking())
            .OrderByDescending(session => session.CreatedAt).ThenByDescending(session => session.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToSession())];
    }
}
