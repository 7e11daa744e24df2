using System.Text;
using ElasticJobs.Worker.Queue;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tasks;

/// <summary>Passes queries to the instance's server and its answers to the queue.</summary>
internal sealed partial class QueryRunner(HttpClient http, TaskCalls calls, WorkerSettings settings, WorkerTimes times, TimeProvider time, ILogger<QueryRunner> logger)
{
    public async Task RunAsync(RunningTask task, TaskStops stops)
    {
        var started = time.GetTimestamp();
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(task.Lease.Lost, stops.Abandoned, stops.Gone, stops.End);
        using var late = new CancellationTokenSource(task.Order.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token, late.Token);
        try
        {
            var (status, body) = await AskAsync(task.Order, either.Token);
            var duration = (long)time.GetElapsedTime(started).TotalMilliseconds;
            var isGood = status is >= 200 and < 300;
            LogAnswered(logger, task.Order.Index, status, duration);
            var said = isGood && body.Length == 0
                ? await calls.CommitAsync(task.Lease, stops.End)
                : await calls.CompleteAsync(task.Lease, task.Order, new TaskResult(body, duration, LastCode: isGood ? null : status, Status: status), stops.End);
            if (said == QueueAnswer.TooLarge)
                said = await CompleteAsync(task, $"The answer has {body.Length} bytes, which is more than the queue takes. Store it elsewhere and answer with its address.", TaskResult.TooLarge, duration, stops);
            if (said is QueueAnswer.Refused or QueueAnswer.TooLarge)
                await calls.GiveBackAsync(task.Lease, GivenBack.WorkerFailed("The queue refused its result."), stops.End);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            stops.End.ThrowIfCancellationRequested();
            if (!task.Lease.Lost.IsCancellationRequested)
                await calls.GiveBackAsync(task.Lease, stops.Abandoned.IsCancellationRequested ? GivenBack.Shutdown : GivenBack.InstanceLost, stops.End);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            var text = $"The server did not answer within {task.Order.Tags["timeout"]}.";
            await CompleteAsync(task, text, TaskResult.TimedOut, (long)time.GetElapsedTime(started).TotalMilliseconds, stops);
        }
        catch (HttpRequestException error)
        {
            // It may have begun with the query, so it is the queue's to decide whether it is tried again.
            await calls.GiveBackAsync(task.Lease, GivenBack.ServiceFailed(error.Message), stops.End);
        }
    }

    private Task<QueueAnswer> CompleteAsync(RunningTask task, string text, int code, long duration, TaskStops stops) =>
        calls.CompleteAsync(task.Lease, task.Order, new TaskResult(Encoding.UTF8.GetBytes(text), duration, LastCode: code), stops.End);

    /// <summary>Waits for a server that does not listen yet, or not at the moment: what was not connected was not begun.</summary>
    private async Task<(int Status, byte[] Body)> AskAsync(TaskOrder order, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(times, time);
        while (true)
        {
            try
            {
                using var request = QueryRequest.Make(order, settings.Port!.Value, order.Payload);
                using var response = await http.SendAsync(request, cancellationToken);
                return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
            catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConnectionError)
            {
                LogNotThere(logger, settings.Port!.Value);
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Query {Index} was answered with {Status} after {Duration} ms.")]
    private static partial void LogAnswered(ILogger logger, ulong index, int status, long duration);

    [LoggerMessage(LogLevel.Debug, "Nothing listens on port {Port} of the instance yet.")]
    private static partial void LogNotThere(ILogger logger, int port);
}
