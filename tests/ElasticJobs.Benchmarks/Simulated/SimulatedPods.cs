using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElasticJobs.Benchmarks.Cluster;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>Does to the pods of a namespace what a scheduler and kubelets do: gives each a node, says that it runs, and after a while that it has succeeded.</summary>
/// <param name="address">Of the nodes.</param>
internal sealed class SimulatedPods(IKubernetesApi api, string ns, IReadOnlyList<string> nodes, string address)
{
    private const int KilledCode = 137;

    private readonly ConcurrentDictionary<string, SimulatedPod> _pods = new(StringComparer.Ordinal);
    private ChainSightings _sightings = new(0);
    private TimeSpan _shortest;
    private int _made;

    public IEnumerable<SimulatedPod> All => _pods.Values;

    public SimulatedPod? Find(string name) => _pods.GetValueOrDefault(name);

    /// <summary>Looks at what comes from now on until so many pods have ended.</summary>
    /// <param name="shortest">See <see cref="ChainTask.Duration"/>.</param>
    public Task<ChainFigures> MeasureAsync(int expected, TimeSpan shortest)
    {
        (_shortest, _sightings) = (shortest, new ChainSightings(expected));
        return _sightings.Figures;
    }

    /// <param name="version">Takes the pods made after it.</param>
    public async Task RunAsync(string version, CancellationToken cancellationToken)
    {
        var query = new WatchQuery { ResourceVersion = version, Timeout = TimeSpan.FromHours(1) };
        await foreach (var change in api.WatchAsync<V1Pod>(ResourceType.Pods, ns, query, cancellationToken))
        {
            switch (change)
            {
                case { Type: WatchEventType.Added, Object: { } made }:
                    Take(made, cancellationToken);
                    break;
                case { Type: WatchEventType.Modified, Object: { } changed } when Find(changed.Metadata.Name!) is { } pod:
                    if (PodSightings.HasEnded(changed))
                        _sightings.SawEnd(pod.Task);
                    else if (changed.Metadata.DeletionTimestamp is not null)
                        _ = ReportedAsync(() => KillAsync(pod, cancellationToken));
                    break;
                case { Type: WatchEventType.Deleted, Object: { } last } when _pods.TryRemove(last.Metadata.Name!, out var pod):
                    _sightings.SawEnd(pod.Task);
                    break;
            }
        }
    }

    private void Take(V1Pod made, CancellationToken cancellationToken)
    {
        var pod = new SimulatedPod(made, nodes[_made++ % nodes.Count], address);
        _pods[pod.Name] = pod;
        _sightings.SawBegin(pod.Task);
        _ = ReportedAsync(() => LiveAsync(pod, cancellationToken));
    }

    private async Task LiveAsync(SimulatedPod pod, CancellationToken cancellationToken)
    {
        var binding = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Binding",
            ["metadata"] = new JsonObject { ["name"] = pod.Name },
            ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = pod.Node },
        };
        await api.CreateAsync(ResourceType.Pods, ns, pod.Name, "binding", binding, cancellationToken);
        await TellAsync(pod, pod.Begin(TimeProvider.System.GetUtcNow()), cancellationToken);
        await Task.WhenAny(pod.End, Task.Delay(pod.Task.Duration(_shortest), cancellationToken));
        if (pod.End.IsCompleted)
            return;
        await TellAsync(pod, pod.Finish(TimeProvider.System.GetUtcNow(), 0), cancellationToken);
        _sightings.ToldEnd(pod.Task);
    }

    /// <summary>Somebody deletes it while it runs: its container ends, and then its node forgets it.</summary>
    private async Task KillAsync(SimulatedPod pod, CancellationToken cancellationToken)
    {
        if (pod.End.IsCompleted)
            return;
        await TellAsync(pod, pod.Finish(TimeProvider.System.GetUtcNow(), KilledCode), cancellationToken);
        await api.DeleteAsync(ResourceType.Pods, ns, pod.Name, new DeleteOptions { GracePeriod = TimeSpan.Zero, PreconditionUid = pod.Uid }, cancellationToken);
    }

    private Task TellAsync(SimulatedPod pod, JsonObject status, CancellationToken cancellationToken) =>
        api.PatchAsync<V1Pod>(ResourceType.Pods, ns, pod.Name, Patch.Merge(status), "status", cancellationToken);

    /// <summary>What goes wrong with a pod ends the measurement. One that is deleted meanwhile is none of it.</summary>
    private async Task ReportedAsync(Func<Task> work)
    {
        try
        {
            await Task.Run(work);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // It is gone.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _sightings.Failed(e);
        }
    }
}
