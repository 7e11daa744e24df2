using System.Net;
using System.Text;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>A queue as workers see it, on a port of its own: leases with epochs, reports by number, results with commits.</summary>
internal sealed class FakeQueue : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, QueuedTask> _tasks = [];
    private readonly List<SentFrame> _sent = [];
    private readonly List<FakeWatch> _watches = [];
    private readonly List<Action> _held = [];
    private ulong _last;

    private FakeQueue(WebApplication app) => _app = app;

    public const string Token = "the-token";

    public Uri Url { get; private set; } = null!;

    /// <summary>What every request but a watch is answered with. Null: as it should be.</summary>
    public HttpStatusCode? Trouble { get; set; }

    /// <summary>Frames to who connects are under way until <see cref="Release"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>What is given back is given to somebody before the answer to that.</summary>
    public bool GivesAgainAtOnce { get; set; }

    /// <summary>Bytes that it takes at once.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Frames below the queue's address, by the path that they lie at.</summary>
    public Dictionary<string, byte[]> Stored { get; } = [];

    public int Connections { get; private set; }

    public int Refusals { get; private set; }

    public bool IsDraining { get; private set; }

    public static async Task<FakeQueue> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var queue = new FakeQueue(app);
        app.UseWebSockets();
        app.Run(queue.AnswerAsync);
        await app.StartAsync();
        queue.Url = new Uri($"{app.Urls.Single()}/api/predict/train");
        return queue;
    }

    public ulong Put(string command, params (string Name, string Value)[] tags) => Put(Encoding.UTF8.GetBytes(command), [("taskType", "command"), .. tags]);

    public ulong Put(byte[] payload, params (string Name, string Value)[] tags)
    {
        lock (_gate)
        {
            var index = ++_last;
            var all = new Dictionary<string, string> { ["requestId"] = $"request-{index}" };
            foreach (var (name, value) in tags)
                all[name] = value;
            _tasks[index] = new QueuedTask(index, payload, all);
        }

        Push();
        return _last;
    }

    /// <summary>What was taken: reports that came twice are one.</summary>
    public IReadOnlyList<SentFrame> Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    public byte[] Log(ulong index, string stream = "stdout") =>
        [.. Sent.Where(frame => frame.IsSink && frame.Kind == "log" && frame.Index == index && frame.Query["stream"] == stream).SelectMany(frame => frame.Body)];

    public IEnumerable<SentFrame> Commits(ulong index) => Sent.Where(frame => !frame.IsSink && frame.Query.ContainsKey("_indexes_") && frame.Index == index);

    /// <summary>Waits for the one thing that ends a delivery.</summary>
    public Task<SentFrame> EndOfAsync(ulong index, TimeSpan? cap = null) =>
        Eventually.ValueAsync(() => Task.FromResult(Commits(index).FirstOrDefault()), $"task {index} is committed or given back", cap);

    public Task LogHasAsync(ulong index, string text) =>
        Eventually.TrueAsync(() => Encoding.UTF8.GetString(Log(index)).Contains(text, StringComparison.Ordinal), $"the log of task {index} has '{text}'");

    /// <summary>Somebody else has it from now on.</summary>
    public void TakeAway(ulong index)
    {
        lock (_gate)
            (_tasks[index].Holder, _tasks[index].Epoch) = ("another", _tasks[index].Epoch + 1);
    }

    /// <summary>It comes to whoever watches, under a new epoch.</summary>
    public void GiveAnew(ulong index)
    {
        lock (_gate)
            (_tasks[index].Holder, _tasks[index].Epoch) = (null, _tasks[index].Epoch + 1);
        Push();
    }

    public void Release()
    {
        lock (_gate)
        {
            IsSlow = false;
            _held.ForEach(static send => send());
        }
    }

    public async Task CancelAsync(ulong index)
    {
        TakeAway(index);
        foreach (var watch in Watches())
            await watch.SendAsync(new WireFrame(index, new Dictionary<string, string> { ["_control_"] = "cancel" }, default));
    }

    public void Cut()
    {
        foreach (var watch in Watches())
            watch.Abort();
    }

    private FakeWatch[] Watches()
    {
        lock (_gate)
            return [.. _watches];
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != Token || context.Request.Headers["X-EAS-QueueService-Redis-Gid"] != "train")
            context.Response.StatusCode = 401;
        else if (context.WebSockets.IsWebSocketRequest)
            await WatchAsync(context);
        else if (context.Request.Method == "GET" && Stored.TryGetValue(context.Request.Path, out var stored))
            await context.Response.Body.WriteAsync(stored);
        else
            await HearAsync(context);
    }

    private async Task WatchAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["_watch_"] != "true" || query["_lease_"] != "true" || query["_auto_commit_"] != "false")
        {
            context.Response.StatusCode = 400;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var watch = new FakeWatch(socket, context.Request.Headers["X-EAS-QueueService-Redis-Uid"]!, int.Parse(query["_window_"]!));
        lock (_gate)
        {
            Connections++;
            IsDraining = false;
            _watches.Add(watch);
            foreach (var task in _tasks.Values.Where(task => task.Holder == watch.Uid && !task.IsDone))
                Send(watch, task.Frame());
        }

        Push();
        await watch.RunAsync();
        lock (_gate)
            _watches.Remove(watch);
    }

    private void Push()
    {
        lock (_gate)
        {
            foreach (var watch in IsDraining ? [] : _watches)
            {
                var has = _tasks.Values.Count(task => task.Holder == watch.Uid && !task.IsDone);
                foreach (var task in _tasks.Values.Where(task => task.Holder is null && !task.IsDone).Take(watch.Window - has).ToList())
                {
                    task.Holder = watch.Uid;
                    watch.Post(task.Frame());
                }
            }
        }
    }

    private void Send(FakeWatch watch, WireFrame frame)
    {
        if (IsSlow)
            _held.Add(() => watch.Post(frame));
        else
            watch.Post(frame);
    }

    private async Task HearAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (Trouble is { } trouble)
        {
            lock (_gate)
                Refusals++;
            context.Response.StatusCode = (int)trouble;
            return;
        }

        if (body.Length > Limit)
        {
            context.Response.StatusCode = 413;
            return;
        }

        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var frame = new SentFrame(context.Request.Method, context.Request.Path.Value!.EndsWith("/sink", StringComparison.Ordinal), query, body.ToArray());
        context.Response.StatusCode = Take(frame, context.Request.Headers["X-EAS-QueueService-Redis-Uid"].ToString());
        Push();
    }

    private int Take(SentFrame frame, string uid)
    {
        lock (_gate)
        {
            if (frame.Query.ContainsKey("_drain_"))
            {
                IsDraining = true;
                return 200;
            }

            var task = _tasks[frame.Index];
            if (task.IsDone)
                return 200;
            if (task.Holder != uid || $"{task.Epoch}" != (frame.Query.GetValueOrDefault("_epoch_") ?? frame.Query["_lease_epoch_"]))
            {
                Refusals++;
                return 409;
            }

            if (frame.IsSink && !task.Numbers.Add(long.Parse(frame.Query["seq"])))
                return 200;
            _sent.Add(frame);
            if (frame.IsNegative)
                (task.Holder, task.Epoch) = (GivesAgainAtOnce ? null : "nobody", task.Epoch + 1);
            else if (!frame.IsSink)
                task.IsDone = true;
            return 200;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _app.DisposeAsync();
    }
}
