using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Resources;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Resources;

/// <summary>
/// What pods use: from the kubelets' summaries through the API server, one request a node however many pods, since they count processor time; where RBAC forbids that, from <c>metrics.k8s.io</c>,
/// whose rates are added up.
/// </summary>
internal sealed partial class PodSampling(ProjectPlaces places, Board<TrackedPod> board, GpuSampling gpus, TimeProvider time, ILogger<PodSampling> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string? Context, string Node), NodeReadings> _nodes = [];
    private readonly ConcurrentDictionary<string, MeteredPod> _metered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _complained = new(StringComparer.Ordinal);

    public async Task<IReadOnlyDictionary<string, ResourceReading>> ReadAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var readings = new Dictionary<string, ResourceReading>(StringComparer.Ordinal);
        var running = names.Select(board.Find).OfType<TrackedPod>().Where(pod => pod.Status.Phase == Core.Pods.PodPhase.Running && pod.Object?.Spec?.NodeName is not null);
        foreach (var node in running.GroupBy(pod => (pod.Place.Context, pod.Object!.Spec!.NodeName!)))
        {
            try
            {
                await ReadNodeAsync(node.Key, [.. node], readings, cancellationToken);
                await gpus.AddAsync(node.Key, [.. node], readings, cancellationToken);
                _complained.TryRemove(node.Key.Item2, out _);
            }
            catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
            {
                if (_complained.TryAdd(node.Key.Item2, true))
                    LogUnreadable(node.Key.Item2, e.Message);
            }
        }

        return readings;
    }

    /// <summary>The pod is gone.</summary>
    public void Forget(string name) => _metered.TryRemove(name, out _);

    private async Task ReadNodeAsync((string? Context, string Node) node, IReadOnlyList<TrackedPod> pods, Dictionary<string, ResourceReading> readings, CancellationToken cancellationToken)
    {
        var api = places.Api(pods[0].Place).Bulk;
        try
        {
            var known = _nodes.GetValueOrDefault(node);
            if (known is null || time.GetElapsedTime(known.Read) > Fresh)
                _nodes[node] = known = new NodeReadings(time.GetTimestamp(), KubeletSummary.Read(await api.GetRawAsync($"/api/v1/nodes/{node.Node}/proxy/stats/summary", cancellationToken)));
            foreach (var pod in pods)
            {
                if (known.Pods.TryGetValue((pod.Place.Namespace, pod.Name), out var reading))
                    readings[pod.Name] = reading;
            }
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            if (!(await api.DiscoverAsync(cancellationToken)).Serves(ResourceType.PodMetrics))
                throw;
            foreach (var pod in pods)
            {
                if (await api.GetAsync<JsonObject>(ResourceType.PodMetrics, pod.Place.Namespace, pod.Name, cancellationToken) is { } metrics)
                    readings[pod.Name] = _metered.GetOrAdd(pod.Name, _ => new MeteredPod()).Add(metrics);
            }
        }
    }

    private sealed record NodeReadings(long Read, IReadOnlyDictionary<(string Namespace, string Pod), ResourceReading> Pods);

    /// <summary>Adds a pod's rates up to a time.</summary>
    private sealed class MeteredPod
    {
        private DateTimeOffset? _at;
        private TimeSpan _cpu;

        public ResourceReading Add(JsonObject metrics)
        {
            var at = DateTimeOffset.Parse((string)metrics["timestamp"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var usage = (metrics["containers"] as JsonArray ?? []).Select(container => container!["usage"]!).ToList();
            var cores = usage.Sum(use => Quantities.Read((string)use["cpu"]!));
            lock (this)
            {
                if (_at is { } before && at > before)
                    _cpu += (at - before) * cores;
                _at = at;
                return new ResourceReading { At = at, CpuTime = _cpu, MemoryBytes = (long)usage.Sum(use => Quantities.Read((string)use["memory"]!)) };
            }
        }
    }
}
