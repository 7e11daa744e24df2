using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>Ours as its users have it: a console of its own, puts and commits over HTTP, tasks over WebSockets.</summary>
internal sealed class ConsoleQueue : BenchQueue
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConsoleProcess _console;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, string> _tokens = [];

    /// <param name="connectionString">Null: SQLite.</param>
    private ConsoleQueue(string? connectionString)
    {
        _console = new ConsoleProcess(_directory.Path);
        if (connectionString is not null)
            _console.Set("ConnectionStrings__ElasticJobs", connectionString);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _console.Address };
    }

    public static async Task<ConsoleQueue> StartAsync(string? connectionString = null)
    {
        var queue = new ConsoleQueue(connectionString);
        await queue._console.StartAsync();
        return queue;
    }

    /// <summary>Its one instance is never ready, so that all tasks are the load's.</summary>
    public override async Task BeginAsync(string name, int workers)
    {
        var document = $$$"""{"metadata": {"name": "{{{name}}}", "type": "ScalableJob"}, "containers": [{"init_command": "sleep 3600"}], "autoscaler": {"min": 0, "max": 1}}""";
        using var content = new StringContent(document, Encoding.UTF8, "application/json");
        using var deployed = await _console.Client.PostAsync("/api/v1/projects/default/services", content);
        deployed.EnsureSuccessStatusCode();
        var tokens = JsonNode.Parse(await _console.Client.GetStringAsync($"/api/v1/projects/default/services/{name}/tokens"))!;
        _tokens[name] = (string)tokens[0]!["secret"]!;
    }

    public override async Task PutAsync(string name, int caller, byte[] payload)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/predict/{name}?taskType=command") { Content = new ByteArrayContent(payload) };
        request.Headers.TryAddWithoutValidation("Authorization", _tokens[name]);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public override async Task WorkAsync(string name, int worker, int window, Action<ReadOnlyMemory<byte>> taken, Action<ReadOnlyMemory<byte>> done, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        foreach (var (header, value) in Headers(name, worker))
            socket.Options.SetRequestHeader(header, value);
        socket.Options.Proxy = null;
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_console.Address.Port}/api/predict/{name}?_watch_=true&_index_=0&_window_={window}"), CancellationToken.None);
        var commits = new List<Task>();
        var message = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(message.GetMemory(4096), cancellationToken);
                message.Advance(part.Count);
                if (!part.EndOfMessage)
                    continue;
                var frame = FrameCodec.Decode(message.WrittenSpan);
                message.ResetWrittenCount();
                taken(frame.Data);
                commits.Add(CommitAsync(frame));
            }
        }
        catch (OperationCanceledException)
        {
            // All is done.
        }

        await Task.WhenAll(commits);

        async Task CommitAsync(WireFrame frame)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/predict/{name}?_indexes_={frame.Index}");
            foreach (var (header, value) in Headers(name, worker))
                request.Headers.TryAddWithoutValidation(header, value);
            using var response = await _http.SendAsync(request, CancellationToken.None);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"The commit was answered {response.StatusCode}.");
            done(frame.Data);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var name in _tokens.Keys)
        {
            // Instances outlive their console.
            using var deleted = await _console.Client.DeleteAsync($"/api/v1/projects/default/services/{name}?force=true");
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        await _console.TerminateAsync();
        await _console.DisposeAsync();
        _directory.Dispose();
    }

    private IEnumerable<(string, string)> Headers(string name, int worker) =>
        [("Authorization", _tokens[name]), ("X-EAS-QueueService-Redis-Gid", name), ("X-EAS-QueueService-Redis-Uid", $"w{worker}"), ("Accept", "application/vnd.google.protobuf")];
}
