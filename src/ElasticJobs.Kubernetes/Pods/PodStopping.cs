using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Deletes pods so that they end. The finalizer keeps the object until the end is told and stored.</summary>
internal sealed class PodStopping(ProjectPlaces places, Board<TrackedPod> board, TimeProvider time)
{
    /// <summary>The kubelet gives two seconds anyway. When it is done with a pod it sets the grace period to zero, which is the one sign of it for a container that never began.</summary>
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);

    public async Task StopAsync(TrackedPod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        board.Change(pod, stopped =>
        {
            stopped.StopAsked = true;
            return stopped is { Object: null, IsBeingCreated: false }
                ? PodEnding.Stopped(stopped.Status with { Phase = PodPhase.Failed, FinishedAt = time.GetUtcNow(), ExitCode = PodEnding.KilledCode }, "Stopped before it began.")
                : null;
        });
        if (pod is { Object: not null, IsGone: false, Status.IsTerminal: false })
            await DeleteAsync(pod, grace, cancellationToken);
    }

    /// <summary>The main container has ended, and with it the pod: what runs beside it is to end too.</summary>
    public Task EndOthersAsync(TrackedPod pod, CancellationToken cancellationToken) =>
        DeleteAsync(pod, TimeSpan.FromSeconds(pod.Object?.Spec?.TerminationGracePeriodSeconds ?? 0), cancellationToken);

    private async Task DeleteAsync(TrackedPod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { GracePeriod = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(grace.TotalSeconds, ShortestGrace.TotalSeconds))), PreconditionUid = pod.Uid };
        try
        {
            await places.Api(pod.Place).DeleteAsync(ResourceType.Pods, pod.Place.Namespace, pod.Name, options, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            // Another pod has the name by now; ours is gone.
        }
    }
}
