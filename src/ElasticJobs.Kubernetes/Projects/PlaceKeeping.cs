using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>
/// Makes a project's namespace and what belongs in it as they should be. All of it may be repeated and be cut short anywhere. A namespace is ours that has our labels; in others nothing is made,
/// and nothing anywhere is changed that isn't ours.
/// </summary>
internal sealed class PlaceKeeping(ProjectPlaces places)
{
    private KubernetesOptions Options => places.Options;

    /// <param name="project">With a namespace.</param>
    /// <exception cref="KubernetesApiException">Trying again may help.</exception>
    /// <exception cref="KubernetesUnreachableException">Likewise.</exception>
    public async Task<PlaceState> KeepAsync(Project project, CancellationToken cancellationToken)
    {
        var wasReady = project.State is { WasReady: true };
        try
        {
            var place = places.Of(project);
            var api = places.Api(place);
            var owns = await OwnAsync(api, project, place.Namespace, cancellationToken);
            var isReady = !owns || await FillAsync(api, project, place.Namespace, cancellationToken);
            if (!await api.CanIAsync("create", ResourceType.Pods, place.Namespace, null, cancellationToken))
                throw new PlaceException(ProjectCodes.PodsForbidden, place.Namespace);
            return new PlaceState(isReady ? PlacePhase.Ready : PlacePhase.Preparing) { OwnsNamespace = owns, WasReady = wasReady || isReady };
        }
        catch (KubernetesConfigurationException e)
        {
            return Failed(ProblemTexts.Make("place.context", ProjectCodes.ClusterUnusable, e.Message));
        }
        catch (PlaceException e)
        {
            return e.Problem.Code == ProjectCodes.NamespaceTerminating ? Failed(e.Problem) with { Phase = PlacePhase.Preparing, WasReady = false } : Failed(e.Problem);
        }

        PlaceState Failed(Problem problem) => new(PlacePhase.Failed, problem) { OwnsNamespace = project.State?.OwnsNamespace == true, WasReady = wasReady };
    }

    /// <summary>Makes the namespace if there is none.</summary>
    /// <returns>Whether it is ours.</returns>
    private async Task<bool> OwnAsync(IKubernetesApi api, Project project, string ns, CancellationToken cancellationToken)
    {
        JsonObject? found;
        try
        {
            found = await api.GetAsync<JsonObject>(ResourceType.Namespaces, null, ns, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            // Who may not even look at it was given it by somebody else.
            return UseAsItIs(project, ns);
        }

        if (found is null)
        {
            try
            {
                await api.CreateAsync(ResourceType.Namespaces, null, NamespaceObject(project, ns), cancellationToken);
                return true;
            }
            catch (KubernetesApiException e) when (e.IsForbidden)
            {
                throw new PlaceException(ProjectCodes.NamespaceForbidden, ns, e.Message);
            }
        }

        var metadata = KubernetesJson.MetadataOf(found);
        if (metadata.DeletionTimestamp is not null)
            throw new PlaceException(ProjectCodes.NamespaceTerminating, ns);
        if (metadata.Label(PodMarks.Owner) is not { } owner)
            return UseAsItIs(project, ns);
        var user = metadata.Label(Core.Pods.PodLabels.Project);
        if (owner != Options.Owner || (user is not null && user != project.Name))
            throw new PlaceException(ProjectCodes.NamespaceOfOther, ns, user ?? "?", owner);
        if (user is null)
            // Handed over by its label.
            await api.PatchAsync<JsonObject>(ResourceType.Namespaces, null, ns, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = PlaceNames.Labels(owner, project.Name) } }), null, cancellationToken);
        return true;
    }

    private bool UseAsItIs(Project project, string ns)
    {
        var label = $"{PodMarks.Owner}={Options.Owner}";
        if (project.Place!.Quota is not null)
            throw new PlaceException(ProjectCodes.NamespaceNotOurs, ns, "quota", label);
        if (project.Place.Workspace is not null)
            throw new PlaceException(ProjectCodes.NamespaceNotOurs, ns, "workspace", label);
        return false;
    }

    /// <returns>False: the cluster has not taken it all up yet.</returns>
    private async Task<bool> FillAsync(IKubernetesApi api, Project project, string ns, CancellationToken cancellationToken)
    {
        var objects = new PlaceObjects(api, Options.Owner, project.Name, ns);
        var place = project.Place!;
        if (place.ServiceAccount is null)
            await objects.ApplyAsync(ResourceType.ServiceAccounts, PlaceNames.Account, PlaceNames.ServiceAccount(place), cancellationToken);
        await KeepClaimAsync(objects, place.Workspace, ns, cancellationToken);
        var limits = place.Quota is null ? null : PlaceNames.LimitRange(place.Quota);
        if (limits is null)
            await objects.RemoveAsync(ResourceType.LimitRanges, PlaceNames.Limits, cancellationToken);
        else
            await objects.ApplyAsync(ResourceType.LimitRanges, PlaceNames.Limits, limits, cancellationToken);
        if (place.Quota is null)
        {
            await objects.RemoveAsync(ResourceType.ResourceQuotas, PlaceNames.Quota, cancellationToken);
            return true;
        }

        var quota = await objects.ApplyAsync(
            ResourceType.ResourceQuotas, PlaceNames.Quota, PlaceNames.ResourceQuota(place.Quota, Options.GpuResources.Values.Distinct(StringComparer.Ordinal)), cancellationToken);
        // Until it is counted once, each pod is refused.
        var counted = quota["status"]?["hard"] as JsonObject;
        return quota["spec"]?["hard"] is JsonObject hard && hard.All(amount => counted?.ContainsKey(amount.Key) == true);
    }

    private async Task KeepClaimAsync(PlaceObjects objects, ProjectWorkspace? workspace, string ns, CancellationToken cancellationToken)
    {
        if (Options.WorkspaceClaim is not { } claim || await objects.IsThereAsync(ResourceType.PersistentVolumeClaims, claim, cancellationToken))
            return;
        if (workspace is null)
            throw new PlaceException(ProjectCodes.ClaimMissing, claim, ns);
        await objects.ApplyAsync(ResourceType.PersistentVolumeClaims, claim, PlaceNames.Claim(workspace), cancellationToken);
    }

    private JsonObject NamespaceObject(Project project, string ns) =>
        new() { ["metadata"] = new JsonObject { ["name"] = ns, ["labels"] = PlaceNames.Labels(Options.Owner, project.Name) } };
}
