using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;
using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Queue;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tasks;

/// <summary>The tasks that this worker has. A frame that comes again starts nothing again.</summary>
internal sealed partial class TaskBoard(TaskRunner runner, TaskStops stops, ILogger<TaskBoard> logger)
{
    private const string ControlTag = "_control_";
    private const string Cancel = "cancel";

    private readonly ConcurrentDictionary<ulong, RunningTask> _tasks = [];

    public int Count => _tasks.Count;

    /// <summary>A frame from the queue.</summary>
    public async Task TakeAsync(WireFrame frame)
    {
        if (frame.Tags.TryGetValue(ControlTag, out var control))
        {
            if (control == Cancel && _tasks.TryGetValue(frame.Index, out var cancelled))
            {
                LogCancelled(logger, frame.Index);
                await cancelled.Lease.LoseAsync();
            }

            return;
        }

        var order = TaskOrder.From(frame);
        var before = _tasks.GetValueOrDefault(order.Index);
        if (before?.Lease.TryRenew(order.Epoch) == true)
            return;
        // One that was lost and comes back waits until what is left of it has ended.
        Begin(order, null, before?.Work);
    }

    /// <summary>A command that an earlier worker of this instance began.</summary>
    public void Attach(TaskDirectory directory)
    {
        if (directory.ReadOrder() is not { } stored)
        {
            directory.Delete();
            return;
        }

        LogAttached(logger, stored.Order.Index);
        Begin(stored.Order, (directory, stored), null);
    }

    /// <summary>The script has told that a command has ended.</summary>
    public void SetEnded(string id)
    {
        foreach (var task in _tasks.Values.Where(task => task.Order.Id == id))
            task.SetEnded();
    }

    /// <summary>Ends when there are no tasks.</summary>
    public async Task WhenEmptyAsync()
    {
        while (_tasks.Values.FirstOrDefault() is { } task)
            await task.Work;
    }

    private void Begin(TaskOrder order, (TaskDirectory Directory, StoredOrder Stored)? found, Task? before)
    {
        var task = new RunningTask(order, new TaskLease(order.Index, order.Epoch));
        _tasks[order.Index] = task;
        task.Work = Task.Run(() => DoAsync(task, found, before));
    }

    private async Task DoAsync(RunningTask task, (TaskDirectory Directory, StoredOrder Stored)? found, Task? before)
    {
        if (before is not null)
            await before;
        await runner.RunAsync(task, found, stops);
        _tasks.TryRemove(KeyValuePair.Create(task.Order.Index, task));
        task.Lease.Dispose();
    }

    [LoggerMessage(LogLevel.Information, "Task {Index} was cancelled.")]
    private static partial void LogCancelled(ILogger logger, ulong index);

    [LoggerMessage(LogLevel.Information, "Task {Index} was begun by an earlier worker and goes on.")]
    private static partial void LogAttached(ILogger logger, ulong index);
}
