using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Kubernetes.Tests.Client.Informers;

/// <summary>An informer on a fake API server's pods, with one subscriber that writes down what it hears.</summary>
internal sealed class InformerRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectedClient _client;
    private readonly Task _running;
    private readonly Task _reading;
    private readonly ConcurrentQueue<InformerEvent<JsonObject>> _events = [];

    private InformerRun(FakeApiServer server, InformerOptions options)
    {
        Server = server;
        _client = server.Connect();
        Informer = new Informer<JsonObject>(_client.Api, options, TimeProvider.System, NullLogger<Informer<JsonObject>>.Instance);
        _running = Informer.RunAsync(_stop.Token);
        _reading = ReadAsync();
    }

    public FakeApiServer Server { get; }

    public Informer<JsonObject> Informer { get; }

    /// <summary>E.g. <c>Added a</c>, without the Synced.</summary>
    public IReadOnlyList<string> Told => [.. _events.Where(told => told.Object is not null).Select(told => $"{told.Type} {told.Object!["metadata"]!["name"]}")];

    public IReadOnlyList<InformerEvent<JsonObject>> Events => [.. _events];

    public static InformerRun Start(FakeApiServer server, Func<InformerOptions, InformerOptions>? options = null) =>
        new(server, options?.Invoke(Options) ?? Options);

    public static JsonObject Pod(string name, params IEnumerable<(string Name, string Value)> labels) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)label.Value))) },
    };

    public Task ToldAsync(params string[] told) =>
        Eventually.TrueAsync(() => Told.SequenceEqual(told), $"the subscriber heard {string.Join(", ", told)}; it heard {string.Join(", ", Told)}");

    /// <summary>The cache is as the server is.</summary>
    public Task CaughtUpAsync()
    {
        static IEnumerable<string> Versions(IEnumerable<JsonObject> pods) => pods.Select(pod => $"{pod["metadata"]!["name"]}@{pod["metadata"]!["resourceVersion"]}").Order();
        return Eventually.TrueAsync(() => Versions(Informer.Objects).SequenceEqual(Versions(Server.Store.List("pods"))), "the informer has what the server has");
    }

    public Task WatchingAsync(int watches = 1) => Eventually.TrueAsync(() => Server.Count("WATCH pods") >= watches && Server.Watches > 0, $"watch {watches} runs");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _reading);
        _client.Dispose();
        _stop.Dispose();
    }

    private static InformerOptions Options => new(ResourceType.Pods);

    private async Task ReadAsync()
    {
        await foreach (var told in Informer.WatchAsync(_stop.Token))
            _events.Enqueue(told);
    }
}
