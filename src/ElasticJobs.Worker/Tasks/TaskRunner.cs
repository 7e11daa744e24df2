using System.Text;
using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Queue;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tasks;

/// <summary>Does everything for one task, whatever its type.</summary>
internal sealed partial class TaskRunner(
    QueueApi api, TaskCalls calls, CommandRunner commands, QueryRunner queries, InstanceLink link, WorkerSettings settings, WorkerTimes times, ILogger<TaskRunner> logger)
{
    /// <param name="task">New, or found again.</param>
    /// <param name="found">What lies on file of a command that was found again. Null: it is new.</param>
    /// <param name="stops">What may end it.</param>
    public async Task RunAsync(RunningTask task, (TaskDirectory Directory, StoredOrder Stored)? found, TaskStops stops)
    {
        try
        {
            if (found is not null)
                await commands.RunAsync(task, found, stops);
            else if (stops.Draining.IsCancellationRequested)
                await calls.GiveBackAsync(task.Lease, GivenBack.Shutdown, stops.End);
            else
                await BeginAsync(task, stops);
        }
        catch (OperationCanceledException) when (stops.End.IsCancellationRequested)
        {
            // The queue notices by the lease.
        }
        catch (Exception error)
        {
            LogFailed(logger, error, task.Order.Index);
            await link.StopAsync(task.Order.Id, times.Stop);
            // As a plain task: a result would have to be there.
            Task given = calls.GiveBackAsync(task.Lease, GivenBack.WorkerFailed(error.Message), stops.End);
            await given.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BeginAsync(RunningTask task, TaskStops stops)
    {
        if (task.Order.Problem(settings.Port is not null) is { } problem)
        {
            await calls.CompleteAsync(task.Lease, task.Order, new TaskResult(Encoding.UTF8.GetBytes(problem), 0, LastCode: TaskResult.WrongRequest), stops.End);
            return;
        }

        if (task.Order.PayloadUrl is { } url)
        {
            if (await api.FetchAsync(url, stops.End) is not { } payload)
            {
                await calls.GiveBackAsync(task.Lease, GivenBack.NoPayload(url), stops.End);
                return;
            }

            task.Order = task.Order with { Payload = payload };
        }

        LogBegins(logger, task.Order.Type, task.Order.Index, task.Order.RequestId);
        await (task.Order.Type == TaskOrder.Command ? commands.RunAsync(task, null, stops) : queries.RunAsync(task, stops));
    }

    [LoggerMessage(LogLevel.Information, "A {Type} begins: task {Index}, request {RequestId}.")]
    private static partial void LogBegins(ILogger logger, string type, ulong index, string requestId);

    [LoggerMessage(LogLevel.Error, "Task {Index} could not be done and is given back.")]
    private static partial void LogFailed(ILogger logger, Exception error, ulong index);
}
