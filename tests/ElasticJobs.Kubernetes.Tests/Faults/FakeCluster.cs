using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Projects;

namespace ElasticJobs.Kubernetes.Tests.Faults;

/// <summary>An API server that goes wrong on order, what plays its kubelet, and consoles on it, one after the other.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private const string Namespace = "default";

    private readonly TemporaryDirectory _directory = new();
    private readonly Action<KubernetesOptions> _configure;
    private ConnectedClient _client;

    private FakeCluster(FakeApiServer server, Action<KubernetesOptions> configure)
    {
        (Server, _configure) = (server, configure);
        (_client, Console) = Begin();
    }

    public FakeApiServer Server { get; }

    public WatchedRuntime Console { get; private set; }

    public IPodRuntime Runtime => Console.Runtime;

    /// <param name="prepare">What the server is before a console is on it.</param>
    public static async Task<FakeCluster> StartAsync(Action<KubernetesOptions>? configure = null, Action<FakeApiServer>? prepare = null)
    {
        var server = await FakeApiServer.StartAsync();
        prepare?.Invoke(server);
        var cluster = new FakeCluster(server, configure ?? (_ => { }));
        await cluster.Console.SnapshotAsync();
        return cluster;
    }

    public async Task RestartAsync()
    {
        await Console.DisposeAsync();
        _client.Dispose();
        (_client, Console) = Begin();
        await Console.SnapshotAsync();
    }

    public PodSpec Pod(string name) => new()
    {
        Name = name,
        LogDirectory = _directory[name],
        Containers = [new ContainerSpec { Command = ["true"] }],
        Labels = new Dictionary<string, string> { [PodLabels.Kind] = PodLabels.TaskKind, [PodLabels.Run] = "r1" },
    };

    public string Out(string pod, string container = "main") =>
        File.Exists(_directory[$"{pod}/{container}.out"]) ? File.ReadAllText(_directory[$"{pod}/{container}.out"]) : "";

    public InMemoryProjectStore Projects { get; } = new();

    public IReadOnlyList<TaskEvent> Events(string pod) =>
        File.Exists(_directory[$"{pod}/{TaskEvent.FileName}"]) ? [.. File.ReadLines(_directory[$"{pod}/{TaskEvent.FileName}"]).Select(TaskEvent.Parse).OfType<TaskEvent>()] : [];

    public JsonObject? Find(string pod) => Server.Store.Find("pods", Namespace, pod);

    public FakeLog Log(string pod) => Server.Logs.Of(Namespace, pod, Find(pod) is { } found ? ContainerOf(found) : "main");

    /// <summary>The kubelet tells that the container runs.</summary>
    public void Run(string pod) => Server.Store.Change("pods", Namespace, pod, value =>
    {
        value["spec"]!["nodeName"] = "n1";
        SetState(value, new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-01-01T00:00:00Z" } });
    });

    /// <summary>What the script around the command writes behind the log.</summary>
    public void WriteLastWords(string pod)
    {
        var env = Find(pod)?["spec"]?["containers"]?[0]?["env"] as JsonArray;
        if (env?.FirstOrDefault(variable => (string?)variable?["name"] == ContainerScript.FrameVariable) is not { } token)
            return;
        foreach (var word in new[] { "err", "end" })
            Log(pod).WriteOn(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), $"\u001e{token["value"]} {word}\n");
    }

    /// <summary>The kubelet tells that the container has ended.</summary>
    /// <param name="hasWords">All of its log is there.</param>
    public void End(string pod, int code, string time = "2026-01-01T00:00:01Z", bool hasWords = true)
    {
        if (hasWords)
            WriteLastWords(pod);
        Log(pod).End();
        Server.Store.Change("pods", Namespace, pod, value =>
        {
            value["spec"]!["nodeName"] = "n1";
            SetState(value, new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = code == 0 ? "Completed" : "Error", ["finishedAt"] = time } });
        });
    }

    /// <summary>The scheduler tells that no node has room.</summary>
    public void Crowd(string pod) => Server.Store.Change("pods", Namespace, pod, value => value["status"] = new JsonObject
    {
        ["phase"] = "Pending",
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = "0/1 nodes are available: 1 Insufficient cpu." }),
    });

    /// <summary>Somebody takes the finalizer off and deletes the pod.</summary>
    public void Destroy(string pod)
    {
        Server.Store.Change("pods", Namespace, pod, value => value["metadata"]!.AsObject().Remove("finalizers"));
        Server.Store.Delete("pods", Namespace, pod);
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        _client.Dispose();
        await Server.DisposeAsync();
        _directory.Dispose();
    }

    private static void SetState(JsonObject pod, JsonObject state) =>
        pod["status"] = new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = ContainerOf(pod), ["state"] = state }) };

    private static string ContainerOf(JsonObject pod) => (string)pod["spec"]!["containers"]![0]!["name"]!;

    private (ConnectedClient, WatchedRuntime) Begin()
    {
        var options = Server.Options();
        options.KeepFailed = TimeSpan.Zero;
        _configure(options);
        var client = new ConnectedClient(options);
        return (client, Runtimes.Begin(client, options, Projects));
    }
}
