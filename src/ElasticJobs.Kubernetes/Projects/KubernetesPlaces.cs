using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Projects;

/// <inheritdoc cref="IProjectPlaces"/>
internal sealed class KubernetesPlaces(ProjectPlaces places, IKubernetesConnections connections) : IProjectPlaces
{
    private readonly PlaceReading _reading = new(places);

    public bool AreThere => true;

    public IReadOnlyList<string> Contexts
    {
        get
        {
            try
            {
                return connections.Contexts;
            }
            catch (KubernetesConfigurationException)
            {
                return [];
            }
        }
    }

    public PlaceName NameOf(Project project)
    {
        try
        {
            var place = places.Of(project);
            return new PlaceName(places.Api(place).Context, place.Namespace);
        }
        catch (KubernetesConfigurationException e)
        {
            throw ProjectRefusals.Of(RefusalKind.Conflict, ProblemTexts.Make("place.context", ProjectCodes.ClusterUnusable, e.Message));
        }
    }

    public IReadOnlyList<Problem> Check(Project project, IReadOnlyList<Project> others)
    {
        var problems = new List<Problem>();
        if (project.Place?.Context is { } context && ContextProblem(context) is { } problem)
            problems.Add(problem);
        if (project.Place?.Namespace is { } ns)
        {
            // A context by its name and as the default is the same one.
            var taken = others.FirstOrDefault(other => other.Name != project.Name && other.Place?.Namespace == ns && ContextOf(other) == ContextOf(project));
            if (taken is not null)
                problems.Add(ProblemTexts.Make("place.namespace", ProjectCodes.NamespaceTaken, ns, taken.Name));
        }

        if (project.Place?.Workspace is not null && places.Options.WorkspaceClaim is null)
            problems.Add(ProblemTexts.Make("place.workspace", ProjectCodes.NoClaimSetting, $"{KubernetesOptions.Section}:{nameof(KubernetesOptions.WorkspaceClaim)}"));
        return problems;
    }

    public void Wake() => places.Woken();

    public Task<PlaceUse> ReadUseAsync(Project project, CancellationToken cancellationToken) => ToldAsync(project, async () => await _reading.ReadUseAsync(project, cancellationToken));

    public Task PutPullSecretAsync(Project project, string name, PullSecret secret, CancellationToken cancellationToken) =>
        ToldAsync(project, async () => await Objects(project).ApplyAsync(ResourceType.Secrets, name, PullSecrets.ObjectOf(secret), cancellationToken));

    public Task DeletePullSecretAsync(Project project, string name, CancellationToken cancellationToken) =>
        ToldAsync(project, async () => await Objects(project).RemoveAsync(ResourceType.Secrets, name, cancellationToken));

    public Task DeleteNamespaceAsync(Project project, CancellationToken cancellationToken) => ToldAsync<object?>(project, async () =>
    {
        var place = places.Of(project);
        var found = await places.Api(place).GetAsync<JsonObject>(ResourceType.Namespaces, null, place.Namespace, cancellationToken);
        if (found is null)
            return null;
        if (!PlaceNames.IsOurs(found, places.Options.Owner, project.Name))
            throw ProjectRefusals.NamespaceIsNotOurs(place.Namespace);
        await places.Api(place).DeleteAsync(ResourceType.Namespaces, null, place.Namespace, new DeleteOptions { PreconditionUid = KubernetesJson.MetadataOf(found).Uid }, cancellationToken);
        return null;
    });

    private PlaceObjects Objects(Project project) => new(places.Api(places.Of(project)), places.Options.Owner, project.Name, places.Of(project).Namespace);

    private Problem? ContextProblem(string context)
    {
        try
        {
            connections.Get(context);
            return null;
        }
        catch (KubernetesConfigurationException e)
        {
            return ProblemTexts.Make("place.context", ProjectCodes.UnknownContext, context, e.Message, string.Join(", ", Contexts));
        }
    }

    private string? ContextOf(Project project)
    {
        try
        {
            return connections.Get(project.Place?.Context).Context;
        }
        catch (KubernetesConfigurationException)
        {
            return project.Place?.Context;
        }
    }

    private static async Task<T> ToldAsync<T>(Project project, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (PlaceException e)
        {
            throw ProjectRefusals.Of(RefusalKind.Conflict, e.Problem);
        }
        catch (KubernetesConfigurationException e)
        {
            throw ProjectRefusals.Of(RefusalKind.Conflict, ProblemTexts.Make("place.context", ProjectCodes.ClusterUnusable, e.Message));
        }
        catch (KubernetesApiException e) when (e.IsNotFound && project.Place?.Namespace is { } ns)
        {
            throw ProjectRefusals.NamespaceIsMissing(ns);
        }
        catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
        {
            throw ProjectRefusals.Of(RefusalKind.Conflict, ProblemTexts.Make("place", ProjectCodes.ClusterUnreachable, e.Message));
        }
    }
}
