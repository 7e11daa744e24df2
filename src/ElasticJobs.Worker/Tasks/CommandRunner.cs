using System.Text.Json;
using ElasticJobs.Worker.Instances;
using ElasticJobs.Worker.Measuring;
using ElasticJobs.Worker.Queue;
using ElasticJobs.Worker.Reports;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tasks;

/// <summary>Has commands run by the instance's script, follows them to their end, and says what became of them.</summary>
internal sealed partial class CommandRunner(
    InstanceDirectory instance, InstanceLink link, TaskCalls calls, WorkerSettings settings, WorkerTimes times, TimeProvider time, ILogger<CommandRunner> logger)
{
    /// <summary>That of timeout(1).</summary>
    private const int TimeoutCode = 124;

    /// <param name="task">New, or found again.</param>
    /// <param name="found">What lies on file of one that was found again. Null: it is new.</param>
    /// <param name="stops">What may end it.</param>
    public async Task RunAsync(RunningTask task, (TaskDirectory Directory, StoredOrder Stored)? found, TaskStops stops)
    {
        var stored = found?.Stored ?? new StoredOrder(task.Order, task.Order.Timeout is { } timeout ? time.GetUtcNow() + timeout : null);
        var directory = found?.Directory ?? instance.Of(task.Order.Id);
        if (found is null)
            directory.Write(stored);
        // Of one that was found it is not known whether this was said. The script runs none twice.
        if (!directory.HasEnded)
            await link.RunAsync(directory.Id);

        using var reports = new CommandReports(directory, task.Order, task.Lease, settings, times, time, calls);
        var memory = new GroupMemory(times.Sample, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stops.End);
        var guard = GuardAsync(directory, stored.EndBy, task.Lease, stops, over.Token);
        StopCause cause;
        try
        {
            await FollowAsync(task, directory, reports, memory, stops);
        }
        finally
        {
            await over.CancelAsync();
            cause = await guard;
        }

        await EndAsync(task, directory.ReadExit(), cause, reports, memory, stops);
        directory.Delete();
    }

    private async Task FollowAsync(RunningTask task, TaskDirectory directory, CommandReports reports, GroupMemory memory, TaskStops stops)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(stops.Abandoned, stops.Gone, stops.End, task.Lease.Lost);
        try
        {
            await reports.BeginAsync(silent.Token);
            while (true)
            {
                var hasEnded = directory.HasEnded;
                memory.Sample(hasEnded ? null : directory.ReadProcess());
                await reports.LookAsync(silent.Token);
                if (hasEnded)
                    break;
                await Task.WhenAny(task.Ended, Task.Delay(times.Look, time, silent.Token));
                silent.Token.ThrowIfCancellationRequested();
            }

            await reports.EndAsync(silent.Token);
        }
        catch (OperationCanceledException) when (silent.IsCancellationRequested)
        {
            // Nobody listens any more; what remains is to see it end.
            while (!directory.HasEnded && !stops.Gone.IsCancellationRequested)
            {
                stops.End.ThrowIfCancellationRequested();
                await Task.WhenAny(task.Ended, Task.Delay(times.Look, time, stops.End));
            }
        }
    }

    /// <summary>Stops the command when something is the matter.</summary>
    private async Task<StopCause> GuardAsync(TaskDirectory directory, DateTimeOffset? endBy, TaskLease lease, TaskStops stops, CancellationToken over)
    {
        using var due = CancellationTokenSource.CreateLinkedTokenSource(over, lease.Lost, stops.Abandoned, stops.Gone);
        var left = endBy - time.GetUtcNow();
        // Timers can't wait for longer than 49 days.
        var wait = left is { } some && some < TimeSpan.FromDays(49) ? (some > TimeSpan.Zero ? some : TimeSpan.Zero) : Timeout.InfiniteTimeSpan;
        await Task.Delay(wait, time, due.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var cause = stops.Gone.IsCancellationRequested ? StopCause.Gone
            : lease.Lost.IsCancellationRequested ? StopCause.Lost
            : stops.Abandoned.IsCancellationRequested ? StopCause.Abandoned
            : over.IsCancellationRequested ? StopCause.None
            : StopCause.TimedOut;
        if (cause is StopCause.None or StopCause.Gone || directory.HasEnded)
            return cause == StopCause.TimedOut ? StopCause.None : cause;

        LogStopped(logger, directory.Id, cause);
        await link.StopAsync(directory.Id, cause == StopCause.Abandoned ? times.LateStop : times.Stop);
        // The grace of the worker may run out, or the task be lost, while it ends.
        if (cause == StopCause.TimedOut)
        {
            using var later = CancellationTokenSource.CreateLinkedTokenSource(over, stops.Abandoned);
            await Task.Delay(Timeout.Infinite, later.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!over.IsCancellationRequested)
                await link.StopAsync(directory.Id, times.LateStop);
        }

        return cause;
    }

    private async Task EndAsync(RunningTask task, TaskExit? exit, StopCause cause, CommandReports reports, GroupMemory memory, TaskStops stops)
    {
        if (cause == StopCause.Lost || task.Lease.Lost.IsCancellationRequested)
            return;
        if (cause == StopCause.None && exit?.Code == TaskExit.Terminated)
            await Task.Delay(times.Term, time, stops.Draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isTerminated = exit?.Code == TaskExit.Terminated && stops.Draining.IsCancellationRequested;
        if (exit?.Code is not { } code)
            await calls.GiveBackAsync(task.Lease, GivenBack.InstanceLost, stops.End);
        else if (cause == StopCause.Abandoned || (cause == StopCause.None && isTerminated))
            await calls.GiveBackAsync(task.Lease, GivenBack.Shutdown, stops.End);
        else if (cause != StopCause.TimedOut && code != 0 && task.Order.IsRetried)
            await calls.GiveBackAsync(task.Lease, GivenBack.Failed(code), stops.End);
        else
            await CompleteAsync(task, exit, code, cause, reports, memory, stops);
    }

    private async Task CompleteAsync(RunningTask task, TaskExit exit, int code, StopCause cause, CommandReports reports, GroupMemory memory, TaskStops stops)
    {
        var isTimedOut = cause == StopCause.TimedOut;
        var exitCode = isTimedOut ? TimeoutCode : code;
        var duration = (long)exit.Duration.TotalMilliseconds;
        var summary = new CommandSummary(exitCode, duration, memory.PeakBytes, exit.CpuSeconds, reports.Tail,
            isTimedOut ? $"It was stopped because it took longer than {task.Order.Tags["timeout"]}." : null);
        var lastCode = isTimedOut ? TaskResult.TimedOut : code == 0 ? (int?)null : TaskResult.Failed;
        LogEnded(logger, task.Order.Index, exitCode, duration);
        var said = await SayAsync(summary);
        if (said == QueueAnswer.TooLarge)
            said = await SayAsync(summary with { OutputTail = "" });
        if (said is QueueAnswer.Refused or QueueAnswer.TooLarge)
            await calls.GiveBackAsync(task.Lease, GivenBack.WorkerFailed("The queue refused its result."), stops.End);

        Task<QueueAnswer> SayAsync(CommandSummary said) => calls.CompleteAsync(
            task.Lease, task.Order, new TaskResult(JsonSerializer.SerializeToUtf8Bytes(said, WorkerJson.Default.CommandSummary), duration, exitCode, lastCode, memory.PeakBytes), stops.End);
    }

    [LoggerMessage(LogLevel.Information, "Task {Id} is being stopped: {Cause}.")]
    private static partial void LogStopped(ILogger logger, string id, StopCause cause);

    [LoggerMessage(LogLevel.Information, "Task {Index} has ended with exit code {ExitCode} after {Duration} ms.")]
    private static partial void LogEnded(ILogger logger, ulong index, int exitCode, long duration);
}
