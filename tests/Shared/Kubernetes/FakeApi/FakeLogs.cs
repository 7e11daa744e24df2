using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>Logs of containers, by pod and container.</summary>
public sealed class FakeLogs
{
    private readonly ConcurrentDictionary<string, FakeLog> _logs = [];
    private CancellationTokenSource _streams = new();

    public FakeLog Of(string ns, string pod, string container = "main") => _logs.GetOrAdd($"{ns}/{pod}/{container}", static _ => new FakeLog());

    /// <summary>Cuts every connection that follows a log.</summary>
    public void CutStreams() => Interlocked.Exchange(ref _streams, new CancellationTokenSource()).Cancel();

    internal async Task ServeAsync(FakeRequest request, HttpContext context)
    {
        var log = Of(request.Namespace!, request.Name!, request.Value("container") ?? "main");
        var isTimed = request.Value("timestamps") == "true";
        var since = request.Value("sinceTime") is { } time ? DateTimeOffset.Parse(time) : DateTimeOffset.MinValue;
        var cut = _streams.Token;
        context.Response.ContentType = "text/plain";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var sent = 0;
        while (true)
        {
            var (lines, isEnded, next) = log.From(sent);
            foreach (var line in lines.Where(line => line.Time >= since))
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(isTimed ? $"{line.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff}00Z {line.Text}" : line.Text), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            sent += lines.Count;
            if (isEnded || request.Value("follow") != "true")
                return;
            try
            {
                await next.WaitAsync(cut).WaitAsync(context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                context.Abort();
                return;
            }
        }
    }
}

/// <summary>One container's log. Texts bring their own line feeds.</summary>
public sealed class FakeLog
{
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Time, string Text)> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    public void Write(DateTimeOffset time, string text) => Change(() => _lines.Add((time, text)));

    /// <summary>More at the time of the last line.</summary>
    /// <param name="time">If there is none.</param>
    public void WriteOn(DateTimeOffset time, string text) => Change(() => _lines.Add((_lines.Count > 0 ? _lines[^1].Time : time, text)));

    /// <summary>The container has ended.</summary>
    public void End() => Change(() => _ended = true);

    internal (IReadOnlyList<(DateTimeOffset Time, string Text)> Lines, bool IsEnded, Task Next) From(int index)
    {
        lock (_gate)
        {
            return ([.. _lines.Skip(index)], _ended, _changed.Task);
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
