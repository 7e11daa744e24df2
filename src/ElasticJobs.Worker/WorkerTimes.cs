namespace ElasticJobs.Worker;

/// <summary>How long the worker waits for what.</summary>
internal sealed record WorkerTimes
{
    /// <summary>Before the first attempt to reach a queue again; doubled with each. Default: 0.2 s.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Default: 5 s.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a task's output is looked at. Default: 100 ms.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The least time between two reports of progress. Default: 0.5 s.</summary>
    public TimeSpan Progress { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How often a task's memory is measured. Default: 1 s.</summary>
    public TimeSpan Sample { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a refused lease may still turn out to be renewed: longer than it takes to connect again. Default: 6 s.</summary>
    public TimeSpan Fence { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Between TERM and KILL when a task is stopped. Default: 10 s.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same when the worker's own grace is used up. Default: 2 s.</summary>
    public TimeSpan LateStop { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after a task's end by an unasked TERM the same may come to the worker: whoever ends an instance signals its processes one by one. Default: 1 s.</summary>
    public TimeSpan Term { get; init; } = TimeSpan.FromSeconds(1);
}
