using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Templates.Manifests;
using ElasticJobs.Kubernetes.Tests.Faults;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Pods;

namespace ElasticJobs.Kubernetes.Tests.Objects;

/// <summary>A fake cluster that serves jobs, and what plays their controller and kubelet.</summary>
internal sealed class FakeJobs : IAsyncDisposable
{
    private const string Namespace = "default";
    private const string Jobs = "jobs.batch";

    private FakeJobs(FakeCluster cluster) => Cluster = cluster;

    public FakeCluster Cluster { get; }

    public FakeApiServer Server => Cluster.Server;

    public IPodRuntime Runtime => Cluster.Runtime;

    public WatchedRuntime Console => Cluster.Console;

    public static async Task<FakeJobs> StartAsync(Action<KubernetesOptions>? configure = null)
    {
        var cluster = await FakeCluster.StartAsync(configure, server =>
        {
            server.Serve("batch", "v1", ("jobs", "Job", true));
            server.Serve("example.com", "v1", ("sets", "Set", true), ("zones", "Zone", false));
            server.Allow(true);
        });
        return new FakeJobs(cluster);
    }

    public PodSpec Job(string name) => Object(name, "batch/v1", "Job");

    public PodSpec Object(string name, string apiVersion, string kind)
    {
        var known = ResourceKind.Find(apiVersion, kind);
        return Cluster.Pod(name) with
        {
            Containers = [],
            Resource = new ResourceManifest
            {
                Manifest = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = new JsonObject { ["backoffLimit"] = 0 } },
                SuccessCondition = known?.Success ?? "status.phase == Done",
                FailureCondition = known?.Failure ?? "status.phase == Broken",
                MessagePath = known?.Message,
                PodSelector = known?.SelectorOf(name),
            },
        };
    }

    public Task StartAsync(string job) => Runtime.StartAsync(Job(job), CancellationToken.None);

    public Task DrainAsync(string job) => Runtime.DrainLogsAsync(job, CancellationToken.None);

    public Task RemoveAsync(string job) => Runtime.RemoveAsync(job, CancellationToken.None);

    public JsonObject? Find(string job, string resource = Jobs) => Server.Store.Find(resource, Namespace, job);

    public JsonObject? FindPod(string pod) => Server.Store.Find("pods", Namespace, pod);

    public string Out(string job, string log) => File.Exists(PathOf(job, log)) ? File.ReadAllText(PathOf(job, log)) : "";

    public IEnumerable<string> Logs(string job) =>
        Directory.GetFiles(Cluster.Pod(job).LogDirectory, "*.out").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public FakeLog Log(string pod) => Server.Logs.Of(Namespace, pod);

    public void Say(string job, JsonObject status, string resource = Jobs) => Server.Store.Change(resource, Namespace, job, value => value["status"] = status);

    /// <summary>The controller tells that the job has ended so.</summary>
    public void End(string job, string condition, string? message = null) =>
        Say(job, new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = condition, ["status"] = "True", ["message"] = message }) });

    /// <summary>The controller makes a pod, which runs at once.</summary>
    /// <param name="owner">Null: the job itself.</param>
    public void MakePod(string job, string pod, JsonObject? owner = null, string restartPolicy = "Never")
    {
        owner ??= Find(job);
        Server.Store.Create("pods", Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = pod,
                ["labels"] = new JsonObject { ["job-name"] = job },
                ["ownerReferences"] = owner is null ? null : new JsonArray(Reference(owner)),
            },
            ["spec"] = new JsonObject { ["nodeName"] = "n1", ["restartPolicy"] = restartPolicy, ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "i" }) },
            ["status"] = Status("Running", new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-01-01T00:00:00Z" } }),
        });
    }

    /// <summary>The kubelet tells that the pod has ended.</summary>
    public void EndPod(string pod, int code)
    {
        Log(pod).End();
        var ended = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = code == 0 ? "Completed" : "Error", ["finishedAt"] = "2026-01-01T00:00:01Z" } };
        Server.Store.Change("pods", Namespace, pod, value => value["status"] = Status(code == 0 ? "Succeeded" : "Failed", ended));
    }

    /// <summary>Somebody takes the finalizer off and deletes the job.</summary>
    public void Destroy(string job)
    {
        Server.Store.Change(Jobs, Namespace, job, value => value["metadata"]!.AsObject().Remove("finalizers"));
        Server.Store.Delete(Jobs, Namespace, job);
    }

    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = (string?)owner["apiVersion"],
        ["kind"] = (string?)owner["kind"],
        ["name"] = (string?)owner["metadata"]!["name"],
        ["uid"] = (string?)owner["metadata"]!["uid"],
        ["controller"] = true,
    };

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private string PathOf(string job, string log) => Path.Combine(Cluster.Pod(job).LogDirectory, log + ".out");

    private static JsonObject Status(string phase, JsonObject state) =>
        new() { ["phase"] = phase, ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = "main", ["state"] = state }) };
}
