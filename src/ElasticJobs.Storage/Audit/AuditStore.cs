using ElasticJobs.Core.Access;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Audit;

internal sealed class AuditStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer) : IAuditStore
{
    private const int MaximumLimit = 500;

    private static readonly SqlStatement Insert = new(
        "INSERT INTO audit (id, at, actor, token, project, act, target, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", Id, Time, Text, Id, Text, Text, Text, Text);

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) => writer.WriteAsync(
        Insert.With(entry.Id, entry.At, entry.Actor, entry.Token, entry.Project, entry.Act, Cut(entry.Target), Cut(entry.Detail)), cancellationToken);

    public async Task<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, MaximumLimit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Matching(context.Audit.AsNoTracking(), query)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return new AuditPage([.. rows.Take(limit).Select(row => row.ToEntry())], rows.Count > limit ? TimeCursor.Of(rows[limit - 1].At, rows[limit - 1].Id) : null);
    }

    private static IQueryable<AuditRow> Matching(IQueryable<AuditRow> entries, AuditQuery query)
    {
        if (query.Actor is { } actor)
        {
            entries = entries.Where(entry => entry.Actor == actor);
        }

        if (query.Project is { } project)
        {
            entries = entries.Where(entry => entry.Project == project);
        }

        if (query.Cursor is { } cursor)
        {
            var (at, id) = TimeCursor.Read(cursor);
            entries = entries.Where(entry => entry.At <= at && (entry.At < at || entry.Id.CompareTo(id) < 0));
        }

        return entries;
    }

    private static string? Cut(string? text) => text?.Length > AuditEntry.LongestText ? text[..(AuditEntry.LongestText - 1)] + "…" : text;
}
