using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Finds the pods of the objects in one namespace, by one watch of the pods that are not ours themselves. Open while there are objects.</summary>
internal sealed partial class MemberPods : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly string Selector = $"!{PodMarks.Owner}";

    private readonly IKubernetesApi _api;
    private readonly ClusterPlace _place;
    private readonly Board<TrackedObject> _board;
    private readonly Action<TrackedObject> _changed;
    private readonly TimeProvider _time;
    private readonly Informer<V1Pod> _informer;
    private readonly OwnerChain _owners;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private readonly Task _work;

    public MemberPods(IKubernetesApi api, ClusterPlace place, Board<TrackedObject> board, Action<TrackedObject> changed, TimeProvider time, ILoggerFactory loggers)
    {
        (_api, _place, _board, _changed, _time, _logger) = (api, place, board, changed, time, loggers.CreateLogger<MemberPods>());
        _owners = new OwnerChain(api, place);
        _informer = new Informer<V1Pod>(api, new InformerOptions(ResourceType.Pods) { Namespace = place.Namespace, LabelSelector = Selector }, time, loggers.CreateLogger<Informer<V1Pod>>());
        _work = Task.WhenAll(Task.Run(() => _informer.RunAsync(_stopping.Token)), Task.Run(ReadAsync));
    }

    /// <summary>Looks through the pods that are known, for objects that came after them.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var pod in _informer.Objects)
            await OfferAsync(pod, cancellationToken);
    }

    /// <summary>Every pod that is there now is known then, whatever the watch has told.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var pods = await _api.ListAsync<V1Pod>(ResourceType.Pods, _place.Namespace, new ListQuery { LabelSelector = Selector }, cancellationToken);
        foreach (var pod in pods.Items)
            await OfferAsync(pod, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private IEnumerable<TrackedObject> Objects => _board.All.Where(tracked => tracked.Place.Cluster == _place);

    private async Task ReadAsync()
    {
        while (true)
        {
            try
            {
                await foreach (var change in _informer.WatchAsync(_stopping.Token))
                {
                    if (change is { Type: InformerEventType.Deleted, Object: { } gone })
                        Lose(gone);
                    else if (change.Object is { } pod)
                        await OfferAsync(pod, _stopping.Token);
                }
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                // Whose pod it is could not be read, or its log not be named: all over, in a while.
                LogBroke(_place.Namespace, e.Message);
                await Task.Delay(Pause, _time, _stopping.Token);
            }
        }
    }

    private async Task OfferAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        if (Objects.FirstOrDefault(tracked => tracked.Members.ContainsKey(pod.Metadata.Uid!)) is { } known)
        {
            Take(known, pod, known.Members[pod.Metadata.Uid!].IsOwned);
            return;
        }

        var labels = pod.Metadata.Labels;
        if (!Objects.Any(tracked => tracked.Terms.Pods?.Matches(labels) != false))
            return;

        // Whoever owns it has it, though the selectors of others may find it too.
        var owner = await _owners.FindAsync(pod.Metadata, uid => Objects.FirstOrDefault(tracked => tracked.Uid == uid), cancellationToken);
        if (owner is not null && owner.Terms.Pods?.Matches(labels) != false)
            Take(owner, pod, isOwned: true);
        else if (owner is null && Objects.FirstOrDefault(tracked => tracked.Terms.Pods?.Matches(labels) == true) is { } chosen && !IsOlder(pod, chosen))
            Take(chosen, pod, isOwned: false);
    }

    /// <summary>What was there before the object was not made for it.</summary>
    private static bool IsOlder(V1Pod pod, TrackedObject tracked) => pod.Metadata.CreationTimestamp < tracked.State?.Metadata.CreationTimestamp;

    private void Take(TrackedObject tracked, V1Pod pod, bool isOwned)
    {
        var member = tracked.Members.GetOrAdd(pod.Metadata.Uid!, uid => new MemberPod(
            new TrackedPod(pod.Metadata.Name!, _place, new PodStatus { Name = pod.Metadata.Name!, Phase = PodPhase.Pending })
            {
                Logs = MemberLogNames.PlaceOf(tracked.LogDirectory, tracked.Name, pod.Metadata.Name!, uid),
            },
            isOwned));
        member.Take(pod);
        _changed(tracked);
    }

    private void Lose(V1Pod gone)
    {
        if (Objects.FirstOrDefault(tracked => tracked.Members.ContainsKey(gone.Metadata.Uid!)) is not { } tracked)
            return;
        var member = tracked.Members[gone.Metadata.Uid!];
        member.Take(gone);
        member.Lose();
        _changed(tracked);
    }

    [LoggerMessage(LogLevel.Warning, "Following the pods of objects in namespace {Namespace} broke and begins again: {Message}")]
    private partial void LogBroke(string @namespace, string message);
}
