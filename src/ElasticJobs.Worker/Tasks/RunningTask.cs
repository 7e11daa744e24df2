using ElasticJobs.Worker.Queue;

namespace ElasticJobs.Worker.Tasks;

/// <summary>A task that this worker has.</summary>
internal sealed class RunningTask(TaskOrder order, TaskLease lease)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Changed once: when a payload that lay elsewhere was fetched.</summary>
    public TaskOrder Order { get; set; } = order;

    public TaskLease Lease { get; } = lease;

    /// <summary>The delivery with the newest epoch, if there was another.</summary>
    public TaskOrder? Again { get; set; }

    /// <summary>The script has told that its command has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>All that is done for it. Set by whoever starts it.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    public void SetEnded() => _ended.TrySetResult();
}
