using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Lets go of objects whose end is stored, as <see cref="PodRemoval"/> does with pods. Their pods go with them.</summary>
internal sealed class ObjectRemoval(ProjectPlaces places, ObjectTracking tracking, ObjectSearch search, IOptions<KubernetesOptions> options, TimeProvider time)
{
    private const int MostTries = 5;

    public async Task RemoveAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        for (var tries = 1; tracked is { State: not null, IsGone: false } && !await ReleasedAsync(tracked, isLast: tries == MostTries, cancellationToken); tries++)
        {
            // Somebody has changed it in between.
        }

        await tracking.ForgetAsync(tracked);
    }

    /// <summary>Deletes those whose time is over.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var query = new ListQuery { LabelSelector = $"{PodMarks.Owner}={options.Value.Owner},{PodMarks.Object},{PodMarks.Released}" };
        foreach (var place in search.Seen)
        {
            try
            {
                var released = await places.Api(place.Cluster).Bulk.ListAsync<JsonObject>(place.Type, place.Cluster.Namespace, query, cancellationToken);
                foreach (var metadata in released.Items.Select(KubernetesJson.MetadataOf).Where(metadata => metadata.DeletionTimestamp is null && IsDue(metadata, now)))
                    await DeleteAsync(place, metadata, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsForbidden || e.IsNotFound)
            {
                // The kind was taken away from us, or from the cluster.
            }
        }
    }

    private static bool IsDue(ObjectMeta metadata, long now) =>
        long.TryParse(metadata.Label(PodMarks.Released), NumberStyles.None, CultureInfo.InvariantCulture, out var due) && due <= now;

    private async Task<bool> ReleasedAsync(TrackedObject tracked, bool isLast, CancellationToken cancellationToken)
    {
        var keep = tracked.Status.Phase == PodPhase.Succeeded ? options.Value.KeepFinished : options.Value.KeepFailed;
        var finalizers = (tracked.State!.Metadata.Finalizers ?? []).Where(finalizer => finalizer != PodMarks.Tracking).Select(finalizer => (JsonNode)finalizer);
        var metadata = new JsonObject
        {
            ["uid"] = tracked.Uid,

            // Others may have put finalizers on it since; theirs must stay.
            ["resourceVersion"] = tracked.State.Metadata.ResourceVersion,
            ["labels"] = new JsonObject { [PodMarks.Released] = (time.GetUtcNow() + keep).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
            ["finalizers"] = new JsonArray([.. finalizers]),
        };
        var (cluster, type) = tracked.Place;
        try
        {
            var released = await places.Api(cluster).Bulk.PatchAsync<JsonObject>(type, cluster.Namespace, tracked.Name, Patch.Merge(new JsonObject { ["metadata"] = metadata }), null, cancellationToken);
            if (keep <= TimeSpan.Zero && KubernetesJson.MetadataOf(released) is { DeletionTimestamp: null } left)
                await DeleteAsync(tracked.Place, left, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            // It is gone.
        }
        catch (KubernetesApiException e) when (e.IsConflict && !isLast)
        {
            if (await places.Api(cluster).GetAsync<JsonObject>(type, cluster.Namespace, tracked.Name, cancellationToken) is not { } found || KubernetesJson.MetadataOf(found).Uid != tracked.Uid)
                return true;
            tracking.Take(tracked.Place, found);
            return false;
        }

        return true;
    }

    private async Task DeleteAsync(ObjectPlace place, ObjectMeta metadata, CancellationToken cancellationToken)
    {
        try
        {
            var delete = new DeleteOptions { Propagation = DeletePropagation.Background, PreconditionUid = metadata.Uid };
            await places.Api(place.Cluster).DeleteAsync(place.Type, place.Cluster.Namespace, metadata.Name!, delete, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            // Another object has the name by now.
        }
    }
}
