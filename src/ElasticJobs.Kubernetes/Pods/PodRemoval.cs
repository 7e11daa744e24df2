using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Lets go of pods whose end is stored: takes the finalizer off and deletes them, at once or after the time that the options keep them for people to look at.</summary>
internal sealed class PodRemoval(ProjectPlaces places, Board<TrackedPod> board, IOptions<KubernetesOptions> options, TimeProvider time)
{
    public Task RemoveAsync(TrackedPod pod, CancellationToken cancellationToken) => RemoveAsync(pod, pod.Status.Phase, cancellationToken);

    /// <param name="end">Of what the pod was part of, which says how long it is kept.</param>
    public async Task RemoveAsync(TrackedPod pod, PodPhase end, CancellationToken cancellationToken)
    {
        if (pod is { Object: not null, IsGone: false })
            await ReleaseAsync(pod, end, cancellationToken);
        board.Remove(pod);
    }

    /// <summary>Deletes those whose time is over.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var place in places.All)
        {
            var api = places.Api(place).Bulk;
            var released = await api.ListAsync<V1Pod>(
                ResourceType.Pods, place.Namespace, new ListQuery { LabelSelector = $"{PodMarks.Owner}={options.Value.Owner},{PodMarks.Released}" }, cancellationToken);
            // What is still on the board is being removed at this moment.
            foreach (var pod in released.Items.Where(pod => pod.Metadata.DeletionTimestamp is null && board.Find(pod.Metadata.Name!) is null))
            {
                if (long.TryParse(pod.Metadata.Label(PodMarks.Released), NumberStyles.None, CultureInfo.InvariantCulture, out var due) && due <= now)
                    await DeleteAsync(api, place, pod, cancellationToken);
            }
        }
    }

    private async Task ReleaseAsync(TrackedPod pod, PodPhase end, CancellationToken cancellationToken)
    {
        var api = places.Api(pod.Place).Bulk;
        var keep = end == PodPhase.Succeeded ? options.Value.KeepFinished : options.Value.KeepFailed;
        var due = (time.GetUtcNow() + keep).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var finalizers = (pod.Object!.Metadata.Finalizers ?? []).Where(finalizer => finalizer != PodMarks.Tracking).Select(finalizer => (JsonNode)finalizer);
        var metadata = new JsonObject
        {
            ["uid"] = pod.Uid,
            ["labels"] = new JsonObject { [PodMarks.Released] = due },
            ["finalizers"] = new JsonArray([.. finalizers]),
        };
        try
        {
            var released = await api.PatchAsync<V1Pod>(ResourceType.Pods, pod.Place.Namespace, pod.Name, Patch.Merge(new JsonObject { ["metadata"] = metadata }), null, cancellationToken);
            if (keep <= TimeSpan.Zero && released.Metadata.DeletionTimestamp is null)
                await DeleteAsync(api, pod.Place, released, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // It is gone; a conflict says that another pod has the name.
        }
    }

    private static async Task DeleteAsync(IKubernetesApi api, ClusterPlace place, V1Pod pod, CancellationToken cancellationToken)
    {
        // Nothing of it runs, so its node need not be asked first.
        var ended = pod.Status?.ContainerStatuses?.All(container => container.State?.Terminated is not null) == true;
        try
        {
            await api.DeleteAsync(
                ResourceType.Pods, place.Namespace, pod.Metadata.Name!, new DeleteOptions { GracePeriod = ended ? TimeSpan.Zero : null, PreconditionUid = pod.Metadata.Uid }, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            // Another pod has the name by now.
        }
    }
}
