using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>Nodes that there are not. They are closed to schedulers, and leases that are kept fresh let the cluster take them for healthy.</summary>
internal sealed class SimulatedNodes(IKubernetesApi api)
{
    public const string Label = "elasticjobs.io/simulated";

    private const string LeaseNamespace = "kube-node-lease";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    /// <summary>The address of this machine that the cluster's own node has.</summary>
    public async Task<string> AddressAsync(CancellationToken cancellationToken)
    {
        var nodes = await api.ListAsync<JsonObject>(ResourceType.Nodes, null, new ListQuery { LabelSelector = $"!{Label}" }, cancellationToken);
        return nodes.Items.SelectMany(node => node["status"]!["addresses"]!.AsArray()).First(address => (string?)address!["type"] == "InternalIP")!["address"]!.GetValue<string>();
    }

    /// <param name="ports">Of the kubelets, one a node.</param>
    public async Task CreateAsync(string address, IReadOnlyList<int> ports, CancellationToken cancellationToken)
    {
        foreach (var (index, port) in ports.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"simulated-{index}");
            await api.CreateAsync(ResourceType.Leases, LeaseNamespace, Lease(name), cancellationToken);
            await api.CreateAsync(ResourceType.Nodes, null, Node(name, address, port), cancellationToken);
            _names.Add(name);
        }
    }

    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var name in _names)
                await api.PatchAsync<JsonObject>(ResourceType.Leases, LeaseNamespace, name, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["renewTime"] = Now("ffffff") } }), null, cancellationToken);
        }
    }

    /// <summary>Also those of a simulator that was killed.</summary>
    public async Task RemoveAsync()
    {
        foreach (var node in (await api.ListAsync<JsonObject>(ResourceType.Nodes, null, new ListQuery { LabelSelector = Label }, CancellationToken.None)).Items)
        {
            var name = KubernetesJson.MetadataOf(node).Name!;
            await api.DeleteAsync(ResourceType.Nodes, null, name, DeleteOptions.Default, CancellationToken.None);
            await api.DeleteAsync(ResourceType.Leases, LeaseNamespace, name, DeleteOptions.Default, CancellationToken.None);
        }
    }

    private static JsonObject Lease(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["holderIdentity"] = name, ["leaseDurationSeconds"] = 40, ["renewTime"] = Now("ffffff") },
    };

    private static JsonObject Node(string name, string address, int port)
    {
        var capacity = new JsonObject { ["cpu"] = "64", ["memory"] = "256Gi", ["pods"] = "250", ["ephemeral-storage"] = "1Ti" };
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { [Label] = "true", ["kubernetes.io/hostname"] = name, ["kubernetes.io/os"] = "linux" } },
            ["spec"] = new JsonObject { ["unschedulable"] = true },
            ["status"] = new JsonObject
            {
                ["capacity"] = capacity,
                ["allocatable"] = capacity.DeepClone(),
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = address }, new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = port } },
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = "True",
                    ["reason"] = "KubeletReady",
                    ["lastHeartbeatTime"] = Now(),
                    ["lastTransitionTime"] = Now(),
                }),
            },
        };
    }

    private static string Now(string fraction = "") =>
        TimeProvider.System.GetUtcNow().UtcDateTime.ToString($"yyyy-MM-dd'T'HH:mm:ss{(fraction.Length == 0 ? "" : "." + fraction)}'Z'", CultureInfo.InvariantCulture);
}
