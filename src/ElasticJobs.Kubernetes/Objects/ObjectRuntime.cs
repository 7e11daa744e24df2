using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Objects of any kind as pods of the port: what <see cref="KubernetesPodRuntime"/> does with a pod that is a <see cref="ResourceManifest"/>.</summary>
internal sealed class ObjectRuntime : IAsyncDisposable
{
    private const int KilledCode = 128 + 9;

    private readonly ProjectPlaces _places;
    private readonly Board<TrackedObject> _board;
    private readonly LogFollowing _logs;
    private readonly TimeProvider _time;
    private readonly ObjectMapping _mapping;
    private readonly ObjectKinds _kinds;
    private readonly ObjectTracking _tracking;
    private readonly ObjectSearch _search;
    private readonly ObjectCreation _creation;
    private readonly ObjectKeeping _keeping;
    private readonly ObjectRemoval _removal;

    public ObjectRuntime(PodFeed feed, ProjectPlaces places, PodMapping mapping, LogFollowing logs, IOptions<KubernetesOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        (_places, _logs, _time) = (places, logs, time);
        _board = new Board<TrackedObject>(feed);
        _mapping = new ObjectMapping(mapping);
        _kinds = new ObjectKinds(places);
        _tracking = new ObjectTracking(places, _board, options, time, loggers) { Changed = See };
        _search = new ObjectSearch(places, _kinds, _tracking, options, time, loggers.CreateLogger<ObjectSearch>());
        _creation = new ObjectCreation(places, _tracking);
        _keeping = new ObjectKeeping(places, _board, _tracking, _creation, time, loggers.CreateLogger<ObjectKeeping>());
        _removal = new ObjectRemoval(places, _tracking, _search, options, time);
    }

    public TrackedObject? Find(string name) => _board.Find(name);

    /// <summary>Null: no object's pod has this uid.</summary>
    public TrackedPod? FindPod(string uid) => _board.All.Select(tracked => tracked.Members.GetValueOrDefault(uid)?.Pod).FirstOrDefault(pod => pod is not null);

    /// <summary>Until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _keeping.RunAsync(cancellationToken);

    /// <inheritdoc cref="ObjectSearch.FindAsync(bool, CancellationToken)"/>
    public Task SyncedAsync(bool again, CancellationToken cancellationToken) => _search.FindAsync(again, cancellationToken);

    /// <inheritdoc cref="IPodRuntime.StartAsync"/>
    public async Task StartAsync(PodSpec pod, ResourceManifest resource, CancellationToken cancellationToken)
    {
        if (_board.Find(pod.Name) is not null)
            return;
        var wanted = _mapping.Map(pod, resource);
        var place = await _kinds.FindAsync(_places.Of(pod), wanted, cancellationToken);
        await using var followed = await _tracking.FollowAsync(place, cancellationToken);
        _search.See(place);
        if (await _creation.TryAsync(place, wanted, cancellationToken) is not { } wait)
            return;
        var status = new PodStatus { Name = pod.Name, Phase = PodPhase.Pending, Labels = pod.Labels, Reason = wait.Reason, Message = wait.Message };
        See(_tracking.Add(new TrackedObject(pod.Name, place, ObjectTerms.Of(resource), pod.LogDirectory, status) { Wanted = wanted }));
    }

    public async Task StopAsync(TrackedObject tracked, TimeSpan grace, CancellationToken cancellationToken)
    {
        _board.Change(tracked, stopped =>
        {
            (stopped.StopAsked, stopped.Grace) = (true, stopped.Grace < grace ? stopped.Grace : grace);
            if (stopped.State is not null)
                return null;
            stopped.Wanted = null;
            return stopped.Status with
            {
                Phase = PodPhase.Failed,
                FinishedAt = _time.GetUtcNow(),
                ExitCode = KilledCode,
                Reason = PodReasons.Killed,
                Message = "Stopped before it began.",
            };
        });
        if (!tracked.Status.IsTerminal)
            await _keeping.EndAsync(tracked, cancellationToken);
        _keeping.Look(tracked);
    }

    /// <summary>Completes when the logs of all its pods are whole.</summary>
    public async Task DrainLogsAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        if (tracked.State is not { } state)
            return;
        if (!state.IsOfPodKind && _tracking.PodsOf(tracked) is { } pods)
            await pods.RefreshAsync(cancellationToken);
        if (tracked.Status.IsTerminal)
        {
            foreach (var member in tracked.Members.Values.Where(member => member is { IsOwned: false, HasEnded: false }))
                member.Pod.IsLeft = true;
        }

        await Task.WhenAll(tracked.Members.Values.Select(member => _logs.WholeAsync(member.Pod)));
    }

    public async Task RemoveAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        await _removal.RemoveAsync(tracked, cancellationToken);
        foreach (var member in tracked.Members.Values)
            _logs.Forget(member.Pod);
    }

    /// <summary>Follows the logs of what runs, since they may have been let go.</summary>
    public void FollowLogs()
    {
        foreach (var member in _board.All.SelectMany(tracked => tracked.Members.Values))
            _logs.See(member.Pod);
    }

    public Task SweepAsync(CancellationToken cancellationToken) => _removal.SweepAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _tracking.DisposeAsync();
        _search.Dispose();
    }

    private void See(TrackedObject tracked)
    {
        foreach (var member in tracked.Members.Values)
            _logs.See(member.Pod);
        _keeping.Look(tracked);
    }
}
