using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Runs;

/// <summary>Pages of the runs list: newest first, after the last row of the page before.</summary>
internal static class RunPages
{
    private const int MaximumLimit = 500;

    public static async Task<RunPage> ReadPageAsync(this IQueryable<RunRow> runs, RunQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, MaximumLimit);
        var rows = await runs.Matching(query).After(query.Cursor)
            .OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id)
            .Take(limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > limit ? TimeCursor.Of(rows[limit - 1].CreatedAt, rows[limit - 1].Id) : null;
        return new RunPage([.. rows.Take(limit).Select(RunRows.ToRun)], next);
    }

    private static IQueryable<RunRow> Matching(this IQueryable<RunRow> runs, RunQuery query)
    {
        runs = runs.Where(run => run.Project == query.Project);
        if (query.Pipeline is { } pipeline)
        {
            runs = runs.Where(run => run.Pipeline == pipeline);
        }

        if (query.States is { Count: > 0 } states)
        {
            runs = states is [var only] ? runs.Where(run => run.State == only) : runs.Where(run => states.Contains(run.State));
        }

        runs = query.Triggers is { Count: > 0 } triggers
            ? runs.Where(run => triggers.Contains(run.Trigger))
            : runs.Where(run => run.Trigger != RunTrigger.Debug);
        if (query.CreatedBy is { } creator)
        {
            runs = runs.Where(run => run.CreatedBy == creator);
        }

        if (query.From is { } from)
        {
            runs = runs.Where(run => run.CreatedAt >= from);
        }

        return query.To is { } to ? runs.Where(run => run.CreatedAt < to) : runs;
    }

    private static IQueryable<RunRow> After(this IQueryable<RunRow> runs, string? cursor)
    {
        if (cursor is null)
        {
            return runs;
        }

        var (at, id) = TimeCursor.Read(cursor);

        // The first condition alone is what an index can seek to.
        return runs.Where(run => run.CreatedAt <= at && (run.CreatedAt < at || run.Id.CompareTo(id) < 0));
    }
}
