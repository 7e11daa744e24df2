using ElasticJobs.Benchmarks.Cluster;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>The least that chains of pods can cost: one watch, a pod deleted and the next one made when it says that a container has terminated. Nothing is stored, no log is read.</summary>
internal static class BareChains
{
    private const string Label = "chain";
    private const string Value = "bare";

    public static async Task<ChainCost> MeasureAsync(SimulatedCluster cluster, ChainPace pace)
    {
        var (processor, server) = (Environment.CpuUsage.TotalTime, await cluster.ServerProcessorAsync());
        var figures = await cluster.MeasureAsync(pace.Request, () => RunAsync(cluster, pace));
        await cluster.SettledAsync();
        var used = Environment.CpuUsage.TotalTime - processor;
        return new ChainCost(figures, used.TotalMilliseconds / pace.Tasks, (await cluster.ServerProcessorAsync() - server).TotalMilliseconds / pace.Tasks);
    }

    private static async Task RunAsync(SimulatedCluster cluster, ChainPace pace)
    {
        var now = await cluster.Api.ListAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, ListQuery.All, CancellationToken.None);
        List<Task> work = [.. Enumerable.Range(0, pace.Chains).Select(chain => MakeAsync(cluster, new ChainTask(chain, 0)))];
        var ended = new HashSet<ChainTask>();
        var query = new WatchQuery { ResourceVersion = now.ResourceVersion, LabelSelector = $"{Label}={Value}", Timeout = TimeSpan.FromHours(1) };
        await foreach (var change in cluster.Api.WatchAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, query, CancellationToken.None))
        {
            if (change is not { Type: WatchEventType.Modified, Object: { } pod } || !PodSightings.HasEnded(pod) || !ended.Add(ChainTask.Of(pod)))
                continue;
            var next = ChainTask.Of(pod).Next;
            if (next.Place < pace.Length)
                work.Add(Task.Run(() => MakeAsync(cluster, next)));
            work.Add(Task.Run(() => cluster.Api.DeleteAsync(ResourceType.Pods, cluster.Namespace, pod.Metadata.Name!, new DeleteOptions { GracePeriod = TimeSpan.Zero }, CancellationToken.None)));
            if (ended.Count == pace.Tasks)
                break;
        }

        await Task.WhenAll(work);
    }

    private static Task MakeAsync(SimulatedCluster cluster, ChainTask task) => cluster.Api.CreateAsync(
        ResourceType.Pods,
        cluster.Namespace,
        new V1Pod
        {
            Metadata = new ObjectMeta { Name = $"bare-{task}", Labels = new Dictionary<string, string> { [Label] = Value, [PodLabels.Task] = task.ToString() } },
            Spec = new V1PodSpec
            {
                RestartPolicy = "Never",
                Containers = [new V1Container { Name = "main", Image = ClusterBenchmarks.Image, ImagePullPolicy = "IfNotPresent", Command = ["true"] }],
            },
        },
        CancellationToken.None);
}
