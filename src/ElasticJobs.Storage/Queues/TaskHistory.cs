using System.Globalization;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Queues;

/// <summary>From the rows that queues keep of what is done: when a task was put and done, and what its result in the sink says of its duration.</summary>
internal sealed class TaskHistory(IDbContextFactory<ElasticJobsDbContext> contexts) : ITaskHistory
{
    /// <summary>As <see cref="StoredJson"/> writes the tag, so that logs are not read.</summary>
    private const string IsResult = "\"kind\":\"result\"";

    public async Task<IReadOnlyList<PastTask>> ReadAsync(string service, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var streams = await context.QueueStreams.AsNoTracking().Where(stream => stream.Queue == service).ToDictionaryAsync(stream => stream.Kind, stream => stream.Id, cancellationToken);
        if (!streams.TryGetValue(StreamKind.Input, out var input) || !streams.TryGetValue(StreamKind.Output, out var output))
            return [];
        var tasks = await context.QueueFrames.Where(frame => frame.Stream == input && frame.PutAt >= since && frame.Outcome != FrameOutcome.Deleted)
            .OrderByDescending(frame => frame.Index).Take(limit)
            .Select(frame => new { frame.RequestId, frame.PutAt, frame.Outcome, frame.EndedAt })
            .ToListAsync(cancellationToken);
        var durations = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var results = context.QueueFrames.Where(frame => frame.Stream == output && frame.PutAt >= since && frame.Tags!.Contains(IsResult)).OrderByDescending(frame => frame.Index).Take(limit).Select(frame => frame.Tags);
        await foreach (var text in results.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var tags = StoredJson.ToTexts(text);
            if (tags.TryGetValue(TaskTags.RequestId, out var request) && tags.TryGetValue(TaskTags.Duration, out var duration) && long.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
                durations.TryAdd(request, TimeSpan.FromMilliseconds(milliseconds));
        }

        tasks.Reverse();
        return [.. tasks.Select(task => new PastTask(task.PutAt, task.Outcome == FrameOutcome.Committed ? task.EndedAt : null, durations.TryGetValue(task.RequestId, out var duration) ? duration : null))];
    }
}
