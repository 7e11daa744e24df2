using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Does for each object what its state asks for, looked at anew after whatever happens to it or its pods: makes what waited for quota, deletes what is to end, gives up what can't.</summary>
internal sealed class ObjectKeeping(ProjectPlaces places, Board<TrackedObject> board, ObjectTracking tracking, ObjectCreation creation, TimeProvider time, ILogger<ObjectKeeping> logger)
{
    private const int Workers = 4;
    private static readonly TimeSpan WaitInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    /// <summary>How long the pods of an object may go on after its end: controllers end most of them themselves.</summary>
    private static readonly TimeSpan PodPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a deleted object of which nothing runs may be held by others before its end is told, and how long a node may take beyond a pod's grace.</summary>
    private static readonly TimeSpan HoldPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NodePatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

    private readonly WorkQueue<string> _queue = new(time, logger);

    public void Look(TrackedObject tracked) => _queue.Add(tracked.Name);

    /// <summary>Until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _queue.RunAsync(Workers, HandleAsync, cancellationToken);

    /// <summary>Deletes it, what it owns first, and gives the pods that are known their grace.</summary>
    public async Task EndAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        if (tracked is not { IsGone: false, State: { } state })
            return;
        var (cluster, type) = tracked.Place;
        var grace = tracked.Grace is { } wanted ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(wanted.TotalSeconds, ShortestGrace.TotalSeconds))) : (TimeSpan?)null;
        if (!state.IsDeleted || state.IsOfPodKind || (!state.WaitsForItsPods && tracked.HasRunningPods))
        {
            var options = new DeleteOptions { GracePeriod = state.IsOfPodKind ? grace : null, Propagation = DeletePropagation.Foreground, PreconditionUid = tracked.Uid };
            await DeleteAsync(cluster, type, tracked.Name, options, cancellationToken);
        }

        if (state.IsOfPodKind)
            return;
        foreach (var pod in tracked.Members.Values.Where(member => member is { IsOwned: true, HasEnded: false }).Select(member => member.Pod))
        {
            if (pod.Object!.Metadata.DeletionTimestamp is null || grace?.TotalSeconds < pod.Object.Metadata.DeletionGracePeriodSeconds)
                await DeleteAsync(cluster, ResourceType.Pods, pod.Name, new DeleteOptions { GracePeriod = grace, PreconditionUid = pod.Uid }, cancellationToken);
        }
    }

    private async Task<TimeSpan?> HandleAsync(string name, CancellationToken cancellationToken)
    {
        if (board.Find(name) is not { } tracked)
            return null;
        if (tracked.Wanted is { } wanted)
            return await MakeAsync(tracked, wanted, cancellationToken);
        await LookForPodsAsync(tracked, cancellationToken);
        await GiveUpAsync(tracked, cancellationToken);
        if (tracked.Status.IsTerminal)
            return await EndRestAsync(tracked, cancellationToken);
        if (!tracked.StopAsked && tracked.State?.IsDeleted != true)
        {
            if (tracked.State?.Metadata.CreationTimestamp + LookInterval < time.GetUtcNow())
                await tracking.CheckAsync(tracked, cancellationToken);
            return LookInterval;
        }

        await EndAsync(tracked, cancellationToken);
        return EndingInterval;
    }

    private async Task<TimeSpan?> MakeAsync(TrackedObject tracked, JsonObject wanted, CancellationToken cancellationToken)
    {
        try
        {
            if (await creation.TryAsync(tracked.Place, wanted, cancellationToken) is not { } wait)
                return null;
            board.Change(tracked, waiting => waiting.Status with { Reason = wait.Reason, Message = wait.Message });
            return WaitInterval;
        }
        catch (PodStartException e)
        {
            board.Change(tracked, refused =>
            {
                refused.Wanted = null;
                return refused.Status with { Phase = PodPhase.Failed, FinishedAt = time.GetUtcNow(), Reason = e.Reason, Message = e.Message };
            });
            return null;
        }
    }

    private async Task LookForPodsAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        if (tracked.PodsSought || tracking.PodsOf(tracked) is not { } pods)
            return;
        await pods.LookAsync(cancellationToken);
        tracked.PodsSought = true;
    }

    /// <summary>What runs beyond an object's end is to end too. Deleting a pod alone would make some controllers make another.</summary>
    private async Task<TimeSpan?> EndRestAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        tracked.EndedAt ??= time.GetUtcNow();
        if (!tracked.HasRunningPods || tracked.IsGone)
            return null;
        var left = tracked.EndedAt.Value + PodPatience - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;
        await EndAsync(tracked, cancellationToken);
        return EndingInterval;
    }

    private async Task GiveUpAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var member in tracked.Members.Values.Where(member => member is { HasEnded: false }))
        {
            if (member.Pod.Object is not { Spec.NodeName: { } node, Metadata.DeletionTimestamp: { } deleted } || deleted + NodePatience > now)
                continue;
            if (!NodeReading.Answers(await places.Api(tracked.Place.Cluster).Bulk.GetAsync<JsonObject>(ResourceType.Nodes, null, node, cancellationToken)))
                member.LoseNode();
        }

        if (tracked is { Status.IsTerminal: false, IsGivenUp: false, HasRunningPods: false, State.Metadata.DeletionTimestamp: { } asked } && asked + HoldPatience < now)
        {
            tracked.IsGivenUp = true;
            tracking.Look(tracked);
        }
    }

    private async Task DeleteAsync(ClusterPlace cluster, ResourceType type, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await places.Api(cluster).DeleteAsync(type, cluster.Namespace, name, options, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            // Another has the name by now; ours is gone.
        }
    }
}
