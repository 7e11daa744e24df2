using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Creates pods. The name makes it one act however often it is tried: the API server keeps one object of a name.</summary>
internal sealed class PodCreation(ProjectPlaces places, PodTracking tracking)
{
    private static readonly IReadOnlyList<string> Identity = [PodMarks.Owner, PodLabels.Run, PodLabels.Task, PodLabels.Attempt];

    /// <returns>Null: it is there. Else why it has to wait.</returns>
    /// <exception cref="PodStartException">The API server will never take it as it is.</exception>
    public async Task<StartWait?> TryAsync(ClusterPlace place, V1Pod wanted, CancellationToken cancellationToken)
    {
        var project = ProjectPods.NameOf(wanted) is { } name ? places.Find(name) : null;
        if (StartWait.ForPlace(project) is { } wait)
            return wait;
        try
        {
            tracking.Take(place, await places.Api(place).CreateAsync(ResourceType.Pods, place.Namespace, ProjectPods.Under(wanted, project), cancellationToken));
            return null;
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            if (await TakeExistingAsync(place, wanted, cancellationToken))
                return null;
            throw;
        }
        catch (KubernetesApiException e) when (e.IsQuotaExceeded)
        {
            return StartWait.ForQuota(e.Message);
        }
        catch (KubernetesApiException e) when (project is { HasNamespace: true, State.OwnsNamespace: true } && (e.IsNotFound || e.IsNamespaceTerminating))
        {
            places.Doubt(project.Name);
            return StartWait.ForNamespace(place);
        }
        catch (KubernetesApiException e) when (StartRefusals.Of(e, place) is not null)
        {
            throw StartRefusals.Of(e, place)!;
        }
    }

    /// <returns>False: what has the name is about to go. The caller comes again.</returns>
    private async Task<bool> TakeExistingAsync(ClusterPlace place, V1Pod wanted, CancellationToken cancellationToken)
    {
        var name = wanted.Metadata.Name!;
        if (await places.Api(place).GetAsync<V1Pod>(ResourceType.Pods, place.Namespace, name, cancellationToken) is not { } found)
            return false;
        if (Identity.Any(label => found.Metadata.Label(label) != wanted.Metadata.Label(label)))
            throw StartRefusals.Foreign(name, place);
        if (found.Metadata.Finalizers?.Contains(PodMarks.Tracking) == true)
        {
            tracking.Take(place, found);
            return true;
        }

        // An earlier one that was removed and is only kept to be looked at.
        await places.Api(place).DeleteAsync(ResourceType.Pods, place.Namespace, name, new DeleteOptions { GracePeriod = TimeSpan.Zero, PreconditionUid = found.Metadata.Uid }, cancellationToken);
        return false;
    }
}
