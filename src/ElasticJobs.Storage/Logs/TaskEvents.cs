using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Events as the runtime left them beside the attempt's log.</summary>
internal sealed class TaskEvents(ILogStore logs) : ITaskEvents
{
    public async Task<IReadOnlyList<TaskEvent>> ReadAsync(AttemptKey attempt, CancellationToken cancellationToken)
    {
        var file = Path.Combine(logs.DirectoryOf(attempt), TaskEvent.FileName);
        if (!File.Exists(file))
            return [];
        Dictionary<string, TaskEvent> latest = new(StringComparer.Ordinal);
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            if (TaskEvent.Parse(line) is { } found)
                latest[found.Id] = found;
        }

        // Most of a cluster's parts tell whole seconds only; within one it is the order in which they came.
        return [.. latest.Values.OrderBy(found => found.At.ToUnixTimeSeconds())];
    }
}
