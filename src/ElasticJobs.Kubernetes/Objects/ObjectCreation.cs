using System.Net;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Makes objects. The name makes it one act however often it is tried; what is there under it is taken when it is ours, and else never touched.</summary>
internal sealed class ObjectCreation(ProjectPlaces places, ObjectTracking tracking)
{
    private static readonly string[] Identity = [PodMarks.Owner, PodMarks.Object, PodLabels.Run, PodLabels.Task, PodLabels.Attempt];

    /// <returns>Null: it is there. Else why it has to wait.</returns>
    /// <exception cref="PodStartException">The API server will never take it as it is.</exception>
    public async Task<StartWait?> TryAsync(ObjectPlace place, JsonObject wanted, CancellationToken cancellationToken)
    {
        if (KubernetesJson.MetadataOf(wanted).Label(PodLabels.Project) is { } project && StartWait.ForPlace(places.Find(project)) is { } wait)
            return wait;
        var name = (string)wanted["metadata"]!["name"]!;
        try
        {
            // Applying to what is there would change what may be somebody else's. What comes to be in between conflicts, since its fields have another manager.
            if (await FindAsync(place, name, cancellationToken) is not { } found)
                found = await ApplyAsync(place, name, wanted, cancellationToken);
            await TakeAsync(place, name, wanted, found, cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsConflict || e.IsAlreadyExists)
        {
            if (await FindAsync(place, name, cancellationToken) is not { } found)
                throw;
            await TakeAsync(place, name, wanted, found, cancellationToken);
            return null;
        }
        catch (KubernetesApiException e) when (e.IsQuotaExceeded)
        {
            return StartWait.ForQuota(e.Message);
        }
        catch (KubernetesApiException e) when (ObjectRefusals.Of(e, place) is not null)
        {
            throw ObjectRefusals.Of(e, place)!;
        }
    }

    private Task<JsonObject?> FindAsync(ObjectPlace place, string name, CancellationToken cancellationToken) =>
        places.Api(place.Cluster).GetAsync<JsonObject>(place.Type, place.Cluster.Namespace, name, cancellationToken);

    private async Task<JsonObject> ApplyAsync(ObjectPlace place, string name, JsonObject wanted, CancellationToken cancellationToken)
    {
        var api = places.Api(place.Cluster);
        try
        {
            return await api.PatchAsync<JsonObject>(place.Type, place.Cluster.Namespace, name, Patch.Apply(wanted), null, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.Code is HttpStatusCode.UnsupportedMediaType or HttpStatusCode.MethodNotAllowed)
        {
            // A server without server-side apply, as an aggregated one may be.
            return await api.CreateAsync(place.Type, place.Cluster.Namespace, wanted, cancellationToken);
        }
    }

    private async Task TakeAsync(ObjectPlace place, string name, JsonObject wanted, JsonObject found, CancellationToken cancellationToken)
    {
        var (there, ours) = (KubernetesJson.MetadataOf(found), KubernetesJson.MetadataOf(wanted));
        if (Identity.Any(label => there.Label(label) != ours.Label(label)))
            throw ObjectRefusals.Foreign(place, name);
        if (there.Finalizers?.Contains(PodMarks.Tracking) == true)
        {
            tracking.Take(place, found);
            return;
        }

        // An earlier one that was removed and is only kept to be looked at. The caller comes again once it is gone.
        var options = new DeleteOptions { Propagation = DeletePropagation.Background, PreconditionUid = there.Uid };
        await places.Api(place.Cluster).DeleteAsync(place.Type, place.Cluster.Namespace, name, options, cancellationToken);
        throw new KubernetesApiException(HttpStatusCode.Conflict, "AlreadyExists", $"{place.Type} {name} of an earlier start is about to go.");
    }
}
