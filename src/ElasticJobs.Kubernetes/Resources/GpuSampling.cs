using System.Collections.Concurrent;
using System.Globalization;
using ElasticJobs.Core.Resources;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Resources;

/// <summary>
/// What pods do with their GPUs: from NVIDIA's DCGM exporter of their node, read through the API server, once a node however many pods, and only of nodes where a pod of ours has a GPU.
/// A cluster without an exporter, or one that may not be read, is said once; readings are without GPUs then.
/// </summary>
internal sealed partial class GpuSampling(ProjectPlaces places, IOptions<KubernetesOptions> options, TimeProvider time, ILogger<GpuSampling> logger)
{
    private const string Nvidia = "nvidia.com/";
    private const string PortName = "metrics";
    private const int UsualPort = 9400;

    private static readonly string[] UsualSelectors = ["app=nvidia-dcgm-exporter", "app.kubernetes.io/name=dcgm-exporter"];

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How long exporters, or that there are none, are taken as known.</summary>
    private static readonly TimeSpan SearchInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string? Context, string Node), NodeGpus> _nodes = [];
    private readonly ConcurrentDictionary<string, Exporters> _exporters = new(StringComparer.Ordinal);
    private bool _hasComplained;

    /// <summary>Adds the figures to the readings of those of the node's pods that have GPUs.</summary>
    public async Task AddAsync((string? Context, string Node) node, IReadOnlyList<TrackedPod> pods, Dictionary<string, ResourceReading> readings, CancellationToken cancellationToken)
    {
        var users = pods.Where(pod => readings.ContainsKey(pod.Name) && HasGpu(pod)).ToList();
        if (users.Count == 0 || options.Value.GpuExporterNamespace.Length == 0)
            return;
        try
        {
            if (await ReadAsync(node, users[0].Place, cancellationToken) is not { } known)
                return;
            foreach (var pod in users)
            {
                if (known.TryGetValue((pod.Place.Namespace, pod.Name), out var gpu))
                    readings[pod.Name] = readings[pod.Name] with { GpuUse = gpu.Use, GpuMemoryBytes = gpu.MemoryBytes };
            }
        }
        catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
        {
            // The exporter may have another pod by now.
            _exporters[KeyOf(node.Context)] = new Exporters(time.GetTimestamp(), null);
            Complain($"{node.Node}: {e.Message}");
        }
    }

    private async Task<IReadOnlyDictionary<(string Namespace, string Pod), GpuReading>?> ReadAsync((string? Context, string Node) node, ClusterPlace place, CancellationToken cancellationToken)
    {
        if (_nodes.GetValueOrDefault(node) is { } known && time.GetElapsedTime(known.Read) <= Fresh)
            return known.Pods;
        var api = places.Api(place).Bulk;
        if ((await FindAsync(KeyOf(node.Context), api, cancellationToken)).ByNode is not { } exporters)
            return null;
        if (!exporters.TryGetValue(node.Node, out var address))
        {
            Complain($"{node.Node}: namespace {options.Value.GpuExporterNamespace} has no pod with {string.Join(" or ", Selectors)} there.");
            return null;
        }

        var read = DcgmText.Read(await api.GetRawAsync($"/api/v1/namespaces/{options.Value.GpuExporterNamespace}/pods/{address}/proxy/metrics", cancellationToken));
        _nodes[node] = new NodeGpus(time.GetTimestamp(), read);
        return read;
    }

    private async Task<Exporters> FindAsync(string context, IKubernetesApi api, CancellationToken cancellationToken)
    {
        if (_exporters.TryGetValue(context, out var known) && time.GetElapsedTime(known.Looked) <= SearchInterval)
            return known;
        var byNode = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var selector in Selectors)
        {
            var pods = await api.ListAsync<V1Pod>(ResourceType.Pods, options.Value.GpuExporterNamespace, new ListQuery { LabelSelector = selector }, cancellationToken);
            foreach (var pod in pods.Items.Where(pod => pod is { Spec.NodeName: not null, Status.Phase: "Running", Metadata.DeletionTimestamp: null }))
                byNode[pod.Spec!.NodeName!] = string.Create(CultureInfo.InvariantCulture, $"{pod.Metadata.Name}:{PortOf(pod)}");
        }

        return _exporters[context] = new Exporters(time.GetTimestamp(), byNode);
    }

    private string[] Selectors => options.Value.GpuExporterSelector is { Length: > 0 } own ? [own] : UsualSelectors;

    private void Complain(string message)
    {
        if (!Interlocked.Exchange(ref _hasComplained, true))
            LogUnread(message);
    }

    private static int PortOf(V1Pod pod) =>
        (pod.Spec?.Containers ?? []).SelectMany(container => container.Ports ?? []).FirstOrDefault(port => port.Name == PortName)?.ContainerPort ?? UsualPort;

    private static bool HasGpu(TrackedPod pod) =>
        pod.Containers.Any(container => container.Resources?.Limits?.Any(limit => limit.Key.StartsWith(Nvidia, StringComparison.Ordinal) && limit.Value != "0") == true);

    private static string KeyOf(string? context) => context ?? "";

    private sealed record NodeGpus(long Read, IReadOnlyDictionary<(string Namespace, string Pod), GpuReading> Pods);

    /// <param name="ByNode">Pod and port by node. Null: they could not be looked up, or read, a moment ago.</param>
    private sealed record Exporters(long Looked, IReadOnlyDictionary<string, string>? ByNode);

    [LoggerMessage(LogLevel.Information, "The use of GPUs is not shown, since no DCGM exporter can be read. Node {Message} It is tried again every minute, and said once.")]
    private partial void LogUnread(string message);
}
