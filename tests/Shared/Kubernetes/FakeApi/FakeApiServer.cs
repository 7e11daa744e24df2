using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>
/// An API server in this process: keeps objects, serves list, watch, create, update, patch, delete and logs as the real one does, and goes wrong as a test orders. It runs no
/// controller and no kubelet: a test plays them through <see cref="Store"/> and <see cref="Logs"/>. A deleted pod is gone at once unless finalizers hold it.
/// </summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    /// <summary>Where a client asks whether it may do something; the answer is no unless <see cref="Raw"/> has another.</summary>
    public const string AccessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private readonly WebApplication _app;
    private readonly FakeObjects _objects;
    private readonly TemporaryDirectory _files = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = [];
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _broken = new();
    private CancellationTokenSource _ended = new();
    private TaskCompletionSource _bookmark = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watches;

    private FakeApiServer()
    {
        _objects = new FakeObjects(Store);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
        Raw["/version"] = """{"major":"1","minor":"20+","gitVersion":"v1.20.2-fake"}""";
        Raw[AccessReviews] = """{"metadata":{},"status":{"allowed":false}}""";
        Raw["/apis"] = """{"groups":[]}""";
        Raw["/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"] = """{"status":{"incomplete":true}}""";
        Raw["/api/v1"] = """{"resources":[{"name":"pods","kind":"Pod","namespaced":true},{"name":"pods/log","kind":"Pod","namespaced":true}]}""";
    }

    public FakeStore Store { get; } = new();

    public FakeLogs Logs { get; } = new();

    public FakeFaults Faults { get; } = new();

    /// <summary>Bodies of paths that are no resources, e.g. a kubelet's summary.</summary>
    public ConcurrentDictionary<string, string> Raw { get; } = [];

    /// <summary>Requests with another bearer token are answered with 401. Null: all are taken.</summary>
    public string? Token { get; set; }

    /// <summary>Protocols that exec, attach and port-forward speak, best first.</summary>
    public IReadOnlyList<string> ChannelProtocols { get; set; } = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    /// <summary>Plays the container's side of exec, attach and port-forward.</summary>
    public Func<FakeRequest, WebSocket, Task> Session { get; set; } = static (_, socket) => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    /// <summary>Everything that was asked, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>Watches that run now.</summary>
    public int Watches => Volatile.Read(ref _watches);

    public string Address => _app.Urls.First();

    /// <summary>What a client of this server sends as its token; it is read again when the server refuses it.</summary>
    public string TokenFile => Path.Combine(_files.Path, "token");

    public static async Task<FakeApiServer> StartAsync()
    {
        var server = new FakeApiServer();
        await server._app.StartAsync();
        await File.WriteAllTextAsync(server.TokenFile, "first");
        return server;
    }

    /// <summary>Options of a client of this server.</summary>
    public KubernetesOptions Options()
    {
        var path = Path.Combine(_files.Path, "kubeconfig");
        File.WriteAllText(path, $$$"""{"current-context":"fake","contexts":[{"name":"fake","context":{"cluster":"fake","user":"fake","namespace":"default"}}],"clusters":[{"name":"fake","cluster":{"server":"{{{Address}}}"}}],"users":[{"name":"fake","user":{"tokenFile":"token"}}]}""");
        return new KubernetesOptions { KubeConfig = { path }, RequestsPerSecond = 10_000, RequestBurst = 10_000 };
    }

    /// <summary>The product's own client, connected.</summary>
    public ConnectedClient Connect(TimeProvider? time = null, ILoggerFactory? loggers = null) => new(Options(), time, loggers);

    public int Count(string request) => _requests.Count(asked => asked.ToString().StartsWith(request, StringComparison.Ordinal));

    /// <summary>Cuts every watch, as a server that dies does.</summary>
    public void BreakWatches() => Interlocked.Exchange(ref _broken, new CancellationTokenSource()).Cancel();

    /// <summary>Ends every watch in good order, as its timeout does.</summary>
    public void EndWatches() => Interlocked.Exchange(ref _ended, new CancellationTokenSource()).Cancel();

    /// <summary>Every watch that takes bookmarks gets one.</summary>
    public void SendBookmarks() => Interlocked.Exchange(ref _bookmark, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        BreakWatches();
        Logs.CutStreams();
        await _app.DisposeAsync();
        _files.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = FakeRequest.Of(context.Request);
        _requests.Enqueue(request);
        try
        {
            if (Token is { } token && context.Request.Headers.Authorization != $"Bearer {token}")
                throw new FakeRefusal(FakeStatus.Unauthorized);
            var fault = Faults.Take(request.ToString());
            if (fault?.Hold is { } hold)
                await hold.WaitAsync(_stopping.Token).WaitAsync(context.RequestAborted);
            if (fault?.Before is { } before)
                throw new FakeRefusal(before);
            await AnswerAsync(request, context, fault?.After);
        }
        catch (FakeRefusal refusal)
        {
            await refusal.Status.WriteAsync(context.Response);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(FakeRequest request, HttpContext context, FakeStatus? after)
    {
        if (context.WebSockets.IsWebSocketRequest)
            await SessionAsync(request, context);
        else if (Raw.TryGetValue(request.Path, out var raw))
            await context.Response.WriteAsync(raw);
        else if (request.Resource is null)
            throw new FakeRefusal(new FakeStatus(404, "NotFound", "the server could not find the requested resource"));
        else if (request.IsWatch)
            await WatchAsync(request, context);
        else if (request.Subresource == "log")
            await Logs.ServeAsync(request, context);
        else
            await ObjectAsync(request, context, after);
    }

    private async Task ObjectAsync(FakeRequest request, HttpContext context, FakeStatus? after)
    {
        var body = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) : null;
        var answer = request.Method switch
        {
            "GET" when request.Name is null => _objects.List(request),
            "GET" => _objects.Get(request),
            "POST" => _objects.Create(request, body!.AsObject()),
            "PUT" => _objects.Replace(request, body!.AsObject()),
            "PATCH" => _objects.Patch(request, body!, context.Request.ContentType!),
            "DELETE" => _objects.Delete(request, body?.AsObject()),
            _ => throw new FakeRefusal(new FakeStatus(405, "MethodNotAllowed", request.Method)),
        };
        if (after is { Code: 0 })
        {
            context.Abort();
            return;
        }

        if (after is not null)
            throw new FakeRefusal(after);
        context.Response.StatusCode = request.Method == "POST" ? 201 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private async Task WatchAsync(FakeRequest request, HttpContext context)
    {
        Interlocked.Increment(ref _watches);
        try
        {
            await new FakeWatch(Store, request, context, Faults.NextWatch(), _broken.Token, _ended.Token).ServeAsync(() => _bookmark.Task);
        }
        finally
        {
            Interlocked.Decrement(ref _watches);
        }
    }

    private async Task SessionAsync(FakeRequest request, HttpContext context)
    {
        var protocol = ChannelProtocols.FirstOrDefault(context.WebSockets.WebSocketRequestedProtocols.Contains);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        await Session(request, socket);
    }
}
