using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using ElasticJobs.Kubernetes.Resources;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>What is done to the members of groups. Each act may be repeated, also by another console.</summary>
internal sealed class GroupMembers(
    ProjectPlaces places, GroupMapping mapping, PodTracking tracking, PodCreation creation, PodStopping stopping, PodRemoval removal, LogFollowing logs, PodSampling sampling)
{
    /// <param name="began">When the group began first. Null: it hasn't.</param>
    /// <returns>Null: it is there. Else why it has to wait.</returns>
    /// <exception cref="PodStartException">The API server will never take it as it is.</exception>
    public Task<StartWait?> CreateAsync(TrackedGroup group, int round, int rank, DateTimeOffset? began, CancellationToken cancellationToken) =>
        creation.TryAsync(group.Place, mapping.Member(group.Spec!, round, rank, began), cancellationToken);

    /// <summary>Makes the round's service.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public async Task<StartWait?> NameAsync(TrackedGroup group, V1Pod rank0, CancellationToken cancellationToken)
    {
        var service = GroupMapping.Service(rank0);
        try
        {
            await places.Api(group.Place).CreateAsync(ResourceType.Services, group.Place.Namespace, service, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            var name = (string)service["metadata"]!["name"]!;
            var found = await places.Api(group.Place).GetAsync<JsonObject>(ResourceType.Services, group.Place.Namespace, name, cancellationToken);
            if (found is not null && !JsonNode.DeepEquals(found["metadata"]?["labels"], service["metadata"]!["labels"]))
                throw new PodStartException(PodStatus.StartError, $"A service {name} that is not this group's is in namespace {group.Place.Namespace} already. Delete it.");
        }
        catch (KubernetesApiException e) when (e.IsQuotaExceeded)
        {
            return StartWait.ForQuota(e.Message);
        }
        catch (KubernetesApiException e) when (StartRefusals.Of(e, group.Place) is not null)
        {
            throw StartRefusals.Of(e, group.Place)!;
        }

        return null;
    }

    /// <summary>Lets the member's command begin: the kubelet hands the annotation to the script that waits for it, see <see cref="ContainerScript"/>.</summary>
    public async Task OpenAsync(TrackedPod member, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var metadata = new JsonObject { ["uid"] = member.Uid, ["annotations"] = new JsonObject { [PodMarks.Gate] = at.ToString("O", CultureInfo.InvariantCulture) } };
        try
        {
            tracking.Take(member.Place, await places.Api(member.Place).PatchAsync<V1Pod>(
                ResourceType.Pods, member.Place.Namespace, member.Name, Patch.Merge(new JsonObject { ["metadata"] = metadata }), null, cancellationToken));
        }
        catch (KubernetesApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // It is gone, which the watch tells too.
        }
    }

    /// <summary>Those that have not ended and were not told yet.</summary>
    public Task EndAsync(IEnumerable<TrackedPod> members, TimeSpan grace, CancellationToken cancellationToken) =>
        StopAsync(members.Where(member => member.Object?.Metadata.DeletionTimestamp is null), grace, cancellationToken);

    /// <summary>Those that have not ended.</summary>
    public async Task StopAsync(IEnumerable<TrackedPod> members, TimeSpan grace, CancellationToken cancellationToken) =>
        await Task.WhenAll(members.Where(member => !member.Status.IsTerminal).Select(member => stopping.StopAsync(member, grace, cancellationToken)));

    /// <summary>Lets go of members whose end is known and of their services; of each round the one of rank 0 last, since what is left must not look like a group of which not all was made yet.</summary>
    public async Task ReleaseAsync(TrackedGroup group, IEnumerable<TrackedPod> members, PodPhase end, CancellationToken cancellationToken)
    {
        foreach (var round in members.GroupBy(member => member.Round).OrderBy(round => round.Key))
        {
            await places.Api(group.Place).Bulk.DeleteAsync(ResourceType.Services, group.Place.Namespace, GroupNames.Service(group.Name, round.Key), DeleteOptions.Default, cancellationToken);
            foreach (var member in round.OrderByDescending(member => member.Rank))
            {
                await removal.RemoveAsync(member, end, cancellationToken);
                logs.Forget(member);
                sampling.Forget(member.Name);
                group.Members.TryRemove(member.Name, out _);
            }
        }
    }
}
