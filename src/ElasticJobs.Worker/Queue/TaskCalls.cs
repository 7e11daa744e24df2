using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ElasticJobs.Worker.Tasks;

namespace ElasticJobs.Worker.Queue;

/// <summary>What a worker says of a task that it has. Each call lasts until the queue has answered.</summary>
internal sealed class TaskCalls(QueueApi api, WorkerTimes times, TimeProvider time)
{
    /// <summary>A piece of log, a progress or a state.</summary>
    /// <param name="number">Grows by one with each report of the task; the queue passes over one that it has.</param>
    /// <param name="stream">Null: it is no log.</param>
    public Task<QueueAnswer> ReportAsync(TaskLease lease, TaskOrder order, string kind, long number, string? stream, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(lease, HttpMethod.Post, "/sink", epoch => QueueApi.Query(
            ("_lease_index_", Text(lease.Index)), ("_lease_epoch_", Text(epoch)), ("requestId", order.RequestId), ("kind", kind),
            ("seq", Text(number)), ("stream", stream), ("taskType", order.Type)), () => Bytes(body), cancellationToken);

    /// <summary>The task is done: its commit and its result are one.</summary>
    public Task<QueueAnswer> CompleteAsync(TaskLease lease, TaskOrder order, TaskResult result, CancellationToken cancellationToken) =>
        SendAsync(lease, HttpMethod.Put, "", epoch => QueueApi.Query(
            ("_indexes_", Text(lease.Index)), ("_epoch_", Text(epoch)), ("_result_", "true"), ("requestId", order.RequestId), ("kind", "result"), ("taskType", order.Type),
            ("exitCode", Text(result.ExitCode)), ("durationMs", Text(result.DurationMs)), ("peakMemory", Text(result.PeakMemoryBytes)), ("lastCode", Text(result.LastCode)), ("status", Text(result.Status))),
            () => Bytes(result.Body), cancellationToken);

    /// <summary>The task is done and has no result.</summary>
    public Task<QueueAnswer> CommitAsync(TaskLease lease, CancellationToken cancellationToken) =>
        SendAsync(lease, HttpMethod.Put, "", epoch => QueueApi.Query(("_indexes_", Text(lease.Index)), ("_epoch_", Text(epoch))), () => Bytes(default), cancellationToken);

    /// <summary>The task is not done: somebody shall have it, now or later.</summary>
    public Task<QueueAnswer> GiveBackAsync(TaskLease lease, GivenBack why, CancellationToken cancellationToken) =>
        SendAsync(lease, HttpMethod.Put, "", epoch => QueueApi.Query(("_indexes_", Text(lease.Index)), ("_negative_", "true"), ("_epoch_", Text(epoch))),
            () => new StringContent(QueueApi.Query(("_code_", why.Code), ("_reason_", why.Reason)), Encoding.ASCII, "application/x-www-form-urlencoded"), cancellationToken);

    /// <summary>Nothing more shall be given to this worker.</summary>
    public Task<QueueAnswer> DrainAsync(CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Put, "", "_drain_=true", () => Bytes(default), cancellationToken);

    private async Task<QueueAnswer> SendAsync(TaskLease lease, HttpMethod method, string path, Func<long, string> query, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            while (true)
            {
                var epoch = lease.Epoch;
                var answer = await api.SendAsync(method, path, query(epoch), content, either.Token);
                // All but reports end the delivery.
                if (answer == QueueAnswer.Done && method == HttpMethod.Put)
                    lease.Settle(epoch);
                if (answer != QueueAnswer.Fenced || !await lease.OutlivesAsync(epoch, times.Fence, time, either.Token))
                    return answer;
            }
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return QueueAnswer.Fenced;
        }
    }

    private static ReadOnlyMemoryContent Bytes(ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}
