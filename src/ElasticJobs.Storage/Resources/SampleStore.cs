using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Resources;

internal sealed class SampleStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer) : ISampleStore
{
    /// <summary>What one step of <see cref="DeleteBeforeAsync"/> covers, so that no step holds up other writes for long.</summary>
    private static readonly TimeSpan DeletedAtOnce = TimeSpan.FromHours(1);

    /// <summary>A late point of a run that was deleted meanwhile is dropped.</summary>
    private static readonly SqlStatement Insert = new(
        """
        INSERT INTO samples (run_id, task, attempt, sampled_at, cpu, memory, disk_read, disk_write, processes, gpu, gpu_memory)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE EXISTS (SELECT 1 FROM runs WHERE id = $1)
        ON CONFLICT (run_id, task, attempt, sampled_at) DO NOTHING
        """,
        Id, Text, Whole, Time, Real, Whole, Real, Real, Whole, Real, Whole);

    private static readonly SqlStatement Delete = new("DELETE FROM samples WHERE sampled_at < $1", Time);

    public Task AppendAsync(IReadOnlyList<(AttemptKey Attempt, ResourceSample Sample)> samples, CancellationToken cancellationToken) => samples.Count == 0
        ? Task.CompletedTask
        : writer.WriteAsync([.. samples.Select(item => InsertOf(item.Attempt, item.Sample))], cancellationToken);

    public async Task<IReadOnlyList<ResourceSample>> ReadAsync(AttemptKey attempt, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Samples.AsNoTracking()
            .Where(sample => sample.RunId == attempt.Run.Value && sample.Task == attempt.Task && sample.Attempt == attempt.Number);
        if (since is { } start)
        {
            rows = rows.Where(sample => sample.SampledAt > start);
        }

        var ordered = await rows.OrderBy(sample => sample.SampledAt).ToListAsync(cancellationToken);
        return [.. ordered.Select(row => row.ToSample())];
    }

    /// <summary>Removes points taken before <paramref name="time"/>, the oldest first.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (await OldestAsync(cancellationToken) is { } oldest && oldest < time)
        {
            var until = oldest + DeletedAtOnce;
            deleted += await writer.WriteAsync(Delete.With(until < time ? until : time), cancellationToken);
        }

        return deleted;
    }

    private async Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Samples.AsNoTracking().MinAsync(sample => (DateTimeOffset?)sample.SampledAt, cancellationToken);
    }

    private static SqlCall InsertOf(AttemptKey attempt, ResourceSample sample) => Insert.With(
        attempt.Run.Value, attempt.Task, attempt.Number, sample.At, sample.Cpu, sample.Memory, sample.DiskRead, sample.DiskWrite, sample.Processes, sample.Gpu, sample.GpuMemory);
}
