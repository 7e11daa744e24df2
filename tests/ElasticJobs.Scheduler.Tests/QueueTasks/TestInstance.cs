using System.Globalization;
using System.Text;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.Tests.Queues;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>An instance of a service that does what a test says, in the words of a worker.</summary>
internal sealed class TestInstance(IServiceQueue queue, string service, string uid, int window = 1) : IAsyncDisposable
{
    private readonly ConsumerName _name = new(service, uid);
    private readonly TestWatch _watch = new(queue.Input, new WatchRequest(new ConsumerName(service, uid), window, 0, new Dictionary<string, string>()));
    private int _reports;

    public async Task<WatchedFrame> TakeAsync() => await _watch.NextAsync();

    public Task<bool> LogAsync(WatchedFrame task, string text, string stream = "stdout") => ReportAsync(task, text, ("kind", "log"), ("stream", stream));

    public Task<bool> ProgressAsync(WatchedFrame task, double share, string words) =>
        ReportAsync(task, $$"""{"progress": {{share.ToString(CultureInfo.InvariantCulture)}}, "message": "{{words}}"}""", ("kind", "progress"));

    public Task<CommitVerdict> EndAsync(WatchedFrame task, string result, params (string Key, string Value)[] tags) =>
        queue.CompleteAsync(task.Frame.Index, _name, task.Epoch, Of(task, result, [("kind", "result"), ("durationMs", "5"), .. tags]), CancellationToken.None);

    public Task<bool> GiveBackAsync(WatchedFrame task, string reason) =>
        queue.Input.RejectAsync(task.Frame.Index, _name, task.Epoch, "TaskFailed", reason, CancellationToken.None);

    public async ValueTask DisposeAsync() => await _watch.DisposeAsync();

    private Task<bool> ReportAsync(WatchedFrame task, string text, params (string Key, string Value)[] tags) =>
        queue.ReportAsync(task.Frame.Index, _name, task.Epoch, Of(task, text, [("seq", $"{++_reports}"), .. tags]), CancellationToken.None);

    private static FramePut Of(WatchedFrame task, string text, (string Key, string Value)[] tags) =>
        new(Encoding.UTF8.GetBytes(text), new Dictionary<string, string>(tags.ToDictionary(tag => tag.Key, tag => tag.Value)) { ["requestId"] = task.Frame.RequestId });
}
