using System.Diagnostics;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Benchmarks.Cluster;

/// <summary>When a watch of its own saw pods begin and end: the same eyes for whoever made them. An end is a container that terminated; the pod's phase follows later.</summary>
internal sealed class PodSightings(TestCluster cluster) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, long> _begins = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private Task _watch = Task.CompletedTask;

    /// <summary>Sees what is made from now on.</summary>
    public async Task BeginAsync()
    {
        var now = await cluster.Api.ListAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, ListQuery.All, CancellationToken.None);
        _watch = WatchAsync(now.ResourceVersion);
    }

    /// <summary>From each pod's end to the next pod's beginning, and from each beginning to the next, in seconds; for pods that come one after the other.</summary>
    public async Task<(IReadOnlyList<double> Gaps, IReadOnlyList<double> Steps)> EndAsync()
    {
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var order = _begins.OrderBy(begin => begin.Value).ToList();
        var pairs = order.Zip(order.Skip(1)).ToList();
        return (
            [.. pairs.Select(pair => Stopwatch.GetElapsedTime(_ends[pair.First.Key], pair.Second.Value).TotalSeconds)],
            [.. pairs.Select(pair => Stopwatch.GetElapsedTime(pair.First.Value, pair.Second.Value).TotalSeconds)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    public static bool HasEnded(V1Pod pod) => pod.Status?.ContainerStatuses is [{ State.Terminated: not null }, ..];

    private async Task WatchAsync(string version)
    {
        await foreach (var change in cluster.Api.WatchAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, new WatchQuery { ResourceVersion = version, Timeout = TimeSpan.FromHours(1) }, _stopping.Token))
        {
            if (change is not { Type: WatchEventType.Added or WatchEventType.Modified, Object: { Metadata.Name: { } name } pod })
                continue;
            _begins.TryAdd(name, Stopwatch.GetTimestamp());
            if (HasEnded(pod))
                _ends.TryAdd(name, Stopwatch.GetTimestamp());
        }
    }
}
