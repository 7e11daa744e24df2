using System.Text.Json.Nodes;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>Our objects in a project's namespace.</summary>
internal sealed class PlaceObjects(IKubernetesApi api, string owner, string project, string ns)
{
    /// <summary>Makes it, or makes what we set in it as it should be. Fields that others added stay.</summary>
    /// <exception cref="PlaceException">What has the name isn't ours, or the cluster refuses it.</exception>
    public async Task<JsonObject> ApplyAsync(ResourceType type, string name, JsonObject body, CancellationToken cancellationToken)
    {
        var wanted = body.DeepClone().AsObject();
        (wanted["apiVersion"], wanted["kind"]) = (type.ApiVersion, type.Kind);
        wanted["metadata"] = new JsonObject { ["name"] = name, ["labels"] = PlaceNames.Labels(owner, project) };
        return await ToldAsync(type, name, async () =>
        {
            var found = await api.GetAsync<JsonObject>(type, ns, name, cancellationToken);
            if (found is not null && !PlaceNames.IsOurs(found, owner, project))
                throw new PlaceException(ProjectCodes.ObjectNotOurs, type.Kind, name, ns);
            // Not by force while there is none: what comes to be in between is not ours, and conflicts.
            return await api.PatchAsync<JsonObject>(type, ns, name, Patch.Apply(wanted, force: found is not null), null, cancellationToken);
        });
    }

    /// <summary>If it is ours.</summary>
    /// <returns>Whether it was.</returns>
    public Task<bool> RemoveAsync(ResourceType type, string name, CancellationToken cancellationToken) => ToldAsync(type, name, async () =>
    {
        if (await api.GetAsync<JsonObject>(type, ns, name, cancellationToken) is not { } found || !PlaceNames.IsOurs(found, owner, project))
            return false;
        await api.DeleteAsync(type, ns, name, new DeleteOptions { PreconditionUid = KubernetesJson.MetadataOf(found).Uid }, cancellationToken);
        return true;
    });

    /// <summary>Whosever it is. Where it may not be looked for it is taken to be there.</summary>
    public async Task<bool> IsThereAsync(ResourceType type, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync<JsonObject>(type, ns, name, cancellationToken) is not null;
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return true;
        }
    }

    private async Task<T> ToldAsync<T>(ResourceType type, string name, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (KubernetesApiException e) when (e.IsNamespaceTerminating)
        {
            throw new PlaceException(ProjectCodes.NamespaceTerminating, ns);
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            throw new PlaceException(ProjectCodes.ObjectForbidden, type.Plural, ns, e.Message);
        }
        catch (KubernetesApiException e) when (e.IsInvalid || e.Code == System.Net.HttpStatusCode.BadRequest)
        {
            throw new PlaceException(ProjectCodes.ObjectRefused, type.Kind, name, StartRefusals.Causes(e));
        }
    }
}
