using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;
using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Queue;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tasks;

/// <summary>The tasks that this worker has. A frame that comes again starts nothing again.</summary>
/// <param name="runner">Does them.</param>
/// <param name="window">How many are done at once. The queue counts as well, but not those that it has taken away and that have yet to end.</param>
/// <param name="stops">What may end them.</param>
/// <param name="logger">Its log.</param>
internal sealed partial class TaskBoard(TaskRunner runner, int window, TaskStops stops, ILogger<TaskBoard> logger) : IDisposable
{
    private const string ControlTag = "_control_";
    private const string Cancel = "cancel";

    private readonly ConcurrentDictionary<ulong, RunningTask> _tasks = [];
    private readonly DoneTasks _done = new();
    private readonly SemaphoreSlim _places = new(window);

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
        // Sent by the queue before it heard of the end.
        if (before is null ? _done.Has(order) : order.Epoch <= before.Lease.Epoch)
            return;
        if (before is not null)
        {
            before.Again = order;
            if (before.Lease.TryRenew(order.Epoch))
                return;
        }

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
        // Whoever sees it on the board can wait for it, and it can't leave the board before it is on it.
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        task.Work = DoAsync(task, found, Task.WhenAll(begin.Task, before ?? Task.CompletedTask));
        _tasks[order.Index] = task;
        begin.SetResult();
    }

    private async Task DoAsync(RunningTask task, (TaskDirectory Directory, StoredOrder Stored)? found, Task before)
    {
        await before;
        var hasPlace = await TakePlaceAsync(task, isRunning: found is not null);
        if (found is not null || !task.Lease.Lost.IsCancellationRequested)
            await runner.RunAsync(task, found, stops);
        if (hasPlace)
            _places.Release();
        var again = task.Lease.Close() ? task.Again : null;
        if (again is null)
            _done.Add(task.Order.Index, task.Lease.Epoch);
        else
            Begin(again, null, null);
        _tasks.TryRemove(KeyValuePair.Create(task.Order.Index, task));
        task.Lease.Dispose();
    }

    /// <returns>False: it need not wait, since it runs already, is lost meanwhile, or is only to be given back.</returns>
    private async Task<bool> TakePlaceAsync(RunningTask task, bool isRunning)
    {
        if (isRunning)
            return await _places.WaitAsync(TimeSpan.Zero);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(task.Lease.Lost, stops.Draining, stops.End);
        try
        {
            await _places.WaitAsync(over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _places.Dispose();

    [LoggerMessage(LogLevel.Information, "Task {Index} was cancelled.")]
    private static partial void LogCancelled(ILogger logger, ulong index);

    [LoggerMessage(LogLevel.Information, "Task {Index} was begun by an earlier worker and goes on.")]
    private static partial void LogAttached(ILogger logger, ulong index);
}
