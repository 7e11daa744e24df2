namespace ElasticJobs.Core.Runs;

/// <summary>What the cluster said of an attempt's pods, kept after they are gone. Empty where tasks are no pods.</summary>
public interface ITaskEvents
{
    /// <summary>In the order of time.</summary>
    Task<IReadOnlyList<TaskEvent>> ReadAsync(AttemptKey attempt, CancellationToken cancellationToken);
}
