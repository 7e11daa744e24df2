using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>A custom kind and its controller: a widget's script runs in a pod that it owns, and its status says how that went.</summary>
internal sealed class Widgets : IAsyncDisposable
{
    private readonly RuntimeCluster _cluster;
    private readonly Informer<JsonObject> _widgets;
    private readonly Informer<V1Pod> _pods;
    private readonly WorkQueue<string> _queue = new(TimeProvider.System, NullLogger.Instance);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    private Widgets(RuntimeCluster cluster, ResourceType type)
    {
        (_cluster, Type) = (cluster, type);
        _widgets = new Informer<JsonObject>(cluster.Api, new InformerOptions(type) { Namespace = cluster.Namespace }, TimeProvider.System, NullLogger<Informer<JsonObject>>.Instance);
        _pods = new Informer<V1Pod>(cluster.Api, new InformerOptions(ResourceType.Pods) { Namespace = cluster.Namespace, LabelSelector = "widget" }, TimeProvider.System, NullLogger<Informer<V1Pod>>.Instance);
        _work = Task.WhenAll(
            _widgets.RunAsync(_stopping.Token), _pods.RunAsync(_stopping.Token), FollowAsync(_widgets, widget => (string)widget["metadata"]!["name"]!), FollowAsync(_pods, pod => pod.Metadata.Label("widget")!),
            _queue.RunAsync(1, ReconcileAsync, _stopping.Token));
    }

    public ResourceType Type { get; }

    private string DefinitionName => $"{Type.Plural}.{Type.Group}";

    public static async Task<Widgets> InstallAsync(RuntimeCluster cluster)
    {
        // Kinds belong to the whole cluster, which others use too.
        var type = new ResourceType($"{cluster.Namespace}.example.com", "v1", "widgets", "Widget");
        var open = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var definition = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"widgets.{type.Group}" },
            ["spec"] = new JsonObject
            {
                ["group"] = type.Group,
                ["scope"] = "Namespaced",
                ["names"] = new JsonObject { ["plural"] = "widgets", ["singular"] = "widget", ["kind"] = "Widget", ["listKind"] = "WidgetList" },
                ["versions"] = new JsonArray(new JsonObject
                {
                    ["name"] = "v1",
                    ["served"] = true,
                    ["storage"] = true,
                    ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
                    ["schema"] = new JsonObject
                    {
                        ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["spec"] = open, ["status"] = open.DeepClone() } },
                    },
                }),
            },
        };
        await cluster.Api.CreateAsync(ResourceType.CustomResourceDefinitions, null, definition, CancellationToken.None);
        await cluster.Api.WaitForAsync<JsonObject>(
            ResourceType.CustomResourceDefinitions, null, $"widgets.{type.Group}",
            found => found["status"]?["conditions"] is JsonArray conditions && conditions.Any(condition => (string?)condition!["type"] == "Established" && (string?)condition["status"] == "True"), "the kind is served");
        return new Widgets(cluster, type);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cluster.Api.DeleteAsync(ResourceType.CustomResourceDefinitions, null, DefinitionName, DeleteOptions.Default, CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task FollowAsync<T>(Informer<T> informer, Func<T, string> key)
        where T : class
    {
        await foreach (var change in informer.WatchAsync(_stopping.Token))
        {
            if (change.Object is { } value)
                _queue.Add(key(value));
        }
    }

    private async Task<TimeSpan?> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_widgets.Find(_cluster.Namespace, name) is not { } widget || widget["metadata"]!["deletionTimestamp"] is not null)
            return null;
        if (await _cluster.Api.GetAsync<V1Pod>(ResourceType.Pods, _cluster.Namespace, $"{name}-worker", cancellationToken) is not { } pod)
        {
            var made = KubernetesWaits.ShellPod($"{name}-worker", (string)widget["spec"]!["script"]!, ("widget", name));
            var owner = new OwnerReference { ApiVersion = Type.ApiVersion, Kind = Type.Kind, Name = name, Uid = (string)widget["metadata"]!["uid"]!, Controller = true };
            await _cluster.Api.CreateAsync(ResourceType.Pods, _cluster.Namespace, made with { Metadata = made.Metadata with { OwnerReferences = [owner] } }, cancellationToken);
            return null;
        }

        var (phase, message) = pod.Status?.Phase switch
        {
            "Succeeded" => ("Done", "the pod succeeded"),
            "Failed" => ("Broken", "the pod failed"),
            _ => ("Working", "the pod works"),
        };
        var status = new JsonObject { ["status"] = new JsonObject { ["phase"] = phase, ["message"] = message } };
        await _cluster.Api.PatchAsync<JsonObject>(Type, _cluster.Namespace, name, Patch.Merge(status), "status", cancellationToken);
        return null;
    }
}
