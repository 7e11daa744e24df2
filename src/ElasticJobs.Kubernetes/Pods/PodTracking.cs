using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Keeps the board as the clusters have it: one informer on our pods in each place.</summary>
internal sealed partial class PodTracking(
    ProjectPlaces places, Board<TrackedPod> board, IOptions<KubernetesOptions> options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ClusterPlace, Lazy<Followed>> _followed = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger = loggers.CreateLogger<PodTracking>();

    /// <summary>A pod was found or has changed.</summary>
    public Action<TrackedPod> Changed { get; set; } = _ => { };

    /// <summary>Completes once everything that is there is on the board.</summary>
    public async Task SyncedAsync(CancellationToken cancellationToken)
    {
        await places.RefreshAsync(cancellationToken);
        await Task.WhenAll(places.All.Select(place => Of(place).Synced.Task)).WaitAsync(cancellationToken);
    }

    /// <summary>Follows places as they come to be, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var place in places.FollowAsync(cancellationToken))
            Of(place);
    }

    /// <summary>Takes what is known of a pod, from wherever.</summary>
    public TrackedPod Take(ClusterPlace place, V1Pod found)
    {
        var status = new PodReading().Read(found);
        var pod = board.Add(new TrackedPod(status.Name, place, status) { Object = found });
        if (pod.Object != found)
            board.Change(pod, known => Read(known, found));
        Changed(pod);
        return pod;
    }

    /// <summary>Takes what the cluster said of a pod beside its object.</summary>
    public void Tell(TrackedPod pod, V1Event trouble)
    {
        board.Change(pod, known =>
        {
            known.Trouble = trouble.Message;
            return known.Object is { } found ? Read(known, found) : null;
        });
        Changed(pod);
    }

    /// <summary>Ends deleted pods whose node went away, so that nobody is left to say that they ended, or whose container it never began.</summary>
    /// <param name="grace">How long a node may take for it, from when it should have been done.</param>
    public async Task GiveUpLostAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var pod in board.All)
        {
            if (pod is not { Status.IsTerminal: false, Object: { Spec.NodeName: { } node, Metadata.DeletionTimestamp: { } deleted } known } || deleted + grace > time.GetUtcNow())
                continue;
            var found = await places.Api(pod.Place).Bulk.GetAsync<System.Text.Json.Nodes.JsonObject>(ResourceType.Nodes, null, node, cancellationToken);
            var state = NodeReading.Answers(found) ? NodeState.Answers : NodeState.Lost;
            if (state == NodeState.Lost)
                LogNodeLost(node, pod.Name);
            board.Change(pod, stuck => Read(stuck, known, state));
            Changed(pod);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var followed in _followed.Values.Where(followed => followed.IsValueCreated))
            await followed.Value.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private Followed Of(ClusterPlace place) => _followed.GetOrAdd(place, key => new Lazy<Followed>(() => Follow(key))).Value;

    private Followed Follow(ClusterPlace place)
    {
        var informer = new Informer<V1Pod>(
            places.Api(place),
            new InformerOptions(ResourceType.Pods) { Namespace = place.Namespace, LabelSelector = $"{PodMarks.Owner}={options.Value.Owner},!{PodMarks.Released},!{PodMarks.Chore},!{PodMarks.Object}" },
            time,
            loggers.CreateLogger<Informer<V1Pod>>());
        var synced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Followed(synced, Task.WhenAll(informer.RunAsync(_stopping.Token), ReadAsync(place, informer, synced)));
    }

    private async Task ReadAsync(ClusterPlace place, Informer<V1Pod> informer, TaskCompletionSource synced)
    {
        while (true)
        {
            try
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                await foreach (var change in informer.WatchAsync(_stopping.Token))
                {
                    if (change.Object is not { } found)
                    {
                        await MissAsync(place, seen);
                        synced.TrySetResult();
                    }
                    else if (!IsTask(found))
                    {
                        // A debug terminal.
                    }
                    else if (change.Type == InformerEventType.Deleted)
                    {
                        Lose(found);
                    }
                    else
                    {
                        seen.Add(found.Metadata.Name!);
                        Take(place, found);
                    }
                }
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                LogBroke(place.Namespace, e);
            }
        }
    }

    /// <summary>What is not in a snapshot was started after it, or went while nobody told.</summary>
    private async Task MissAsync(ClusterPlace place, HashSet<string> seen)
    {
        foreach (var pod in board.All.Where(pod => pod.Place == place && pod is { Object: not null, IsGone: false } && !seen.Contains(pod.Name)).ToList())
        {
            if (await places.Api(place).GetAsync<V1Pod>(ResourceType.Pods, place.Namespace, pod.Name, _stopping.Token) is { } found && found.Metadata.Uid == pod.Uid)
                Take(place, found);
            else
                Lose(pod.Object!);
        }
    }

    private void Lose(V1Pod last)
    {
        if (board.Find(last.Metadata.Name!) is not { } pod || (pod.Uid is { } uid && uid != last.Metadata.Uid))
            return;
        board.Change(pod, gone =>
        {
            gone.IsGone = true;
            var status = Read(gone, last);
            return status.IsTerminal ? status : PodEnding.Vanished(gone.Status, time.GetUtcNow());
        });
        if (pod.Status is { Phase: PodPhase.Lost, Reason: PodStatus.Deleted })
            LogVanished(pod.Name, pod.Place.Namespace);
        Changed(pod);
    }

    private static PodStatus Read(TrackedPod pod, V1Pod found, NodeState node = NodeState.Unknown)
    {
        // The answer to a request may come behind the news of the watch.
        if (pod.Object is { } known && known.Metadata.Uid == found.Metadata.Uid && ObjectVersion.IsOlder(found.Metadata.ResourceVersion, known.Metadata.ResourceVersion))
            return pod.Status;
        pod.Object = found;
        return new PodReading(pod.StopAsked, node, pod.Status, pod.Trouble).Read(found);
    }

    private static bool IsTask(V1Pod pod) => pod.Metadata.Label(PodLabels.Kind) != PodLabels.DebugKind;

    private sealed record Followed(TaskCompletionSource Synced, Task Work);
}
