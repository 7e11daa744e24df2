using System.Text.Json;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Web.Access;

/// <summary>Makes, changes and removes projects, for pages and API alike. Who may call it is asked before.</summary>
internal sealed class ProjectDirectory(IProjectStore store, IProjectPlaces places, TimeProvider time)
{
    /// <exception cref="RefusedException">Not found.</exception>
    public async Task<Project> GetAsync(string name, CancellationToken cancellationToken) => await store.FindAsync(name, cancellationToken) ?? throw ProjectRefusals.Unknown(name);

    /// <param name="isNew">True: one that is there already is refused.</param>
    /// <exception cref="RefusedException">Something is wrong with it: every problem with its path; or its runs are unfinished and its namespace would be another.</exception>
    public async Task<Project> PutAsync(string name, string description, ProjectPlace? place, bool isNew, CancellationToken cancellationToken)
    {
        var known = await store.ListAsync(cancellationToken);
        var earlier = known.FirstOrDefault(project => project.Name == name);
        if (isNew && earlier is not null)
            throw ProjectRefusals.IsThere(name);
        var project = new Project(name, description.Trim(), earlier?.CreatedAt ?? time.GetUtcNow()) { Place = ProjectRules.Tidy(place) };
        project = project with { State = StateOf(project, earlier) };
        IReadOnlyList<Problem> problems = [.. ProjectRules.Check(project), .. places.Check(project, known)];
        if (problems.Count > 0)
            throw ProjectRefusals.Invalid(name, problems);
        await store.PutAsync(project, cancellationToken);
        places.Wake();
        return await GetAsync(name, cancellationToken);
    }

    /// <param name="withNamespace">The cluster's namespace too, if it is ours.</param>
    /// <returns>The namespace that is being deleted. Null: none.</returns>
    /// <exception cref="RefusedException">It is the default one, is not empty, or its namespace can't be deleted.</exception>
    public async Task<string?> DeleteAsync(string name, bool withNamespace, CancellationToken cancellationToken)
    {
        if (name == Project.DefaultName)
            throw ProjectRefusals.IsDefault();
        var project = await GetAsync(name, cancellationToken);
        var contents = await store.CountAsync(name, cancellationToken);
        if (!contents.IsEmpty)
            throw ProjectRefusals.NotEmpty(name, contents);
        var deleted = withNamespace ? project.Place?.Namespace : null;
        if (deleted is not null)
            await places.DeleteNamespaceAsync(project, cancellationToken);
        await store.DeleteAsync(name, cancellationToken);
        places.Wake();
        return deleted;
    }

    /// <summary>Gives or replaces it; pods of the project pull images by it from then on.</summary>
    /// <exception cref="RefusedException">The name or the secret is wrong, or the cluster refuses.</exception>
    public async Task PutPullSecretAsync(string name, string secretName, PullSecret secret, CancellationToken cancellationToken)
    {
        var project = await GetAsync(name, cancellationToken);
        if (!ProjectRules.IsObjectName(secretName))
            throw ProjectRefusals.Of(RefusalKind.Invalid, ProblemTexts.Make("name", ProblemCodes.BadObjectName, secretName));
        await places.PutPullSecretAsync(project, secretName, secret, cancellationToken);
        var place = project.Place ?? new ProjectPlace();
        if (!place.PullSecrets.Contains(secretName))
            await PutAsync(name, project.Description, place with { PullSecrets = [.. place.PullSecrets, secretName] }, isNew: false, cancellationToken);
    }

    /// <summary>Takes it from the project's pods, and out of the cluster if it was given here.</summary>
    public async Task DeletePullSecretAsync(string name, string secretName, CancellationToken cancellationToken)
    {
        var project = await GetAsync(name, cancellationToken);
        if (project.Place is { } place && place.PullSecrets.Contains(secretName))
            await PutAsync(name, project.Description, place with { PullSecrets = [.. place.PullSecrets.Where(other => other != secretName)] }, isNew: false, cancellationToken);
        await places.DeletePullSecretAsync(project, secretName, cancellationToken);
    }

    /// <summary>What is known of the place goes on to hold where only its terms change.</summary>
    private static PlaceState? StateOf(Project project, Project? earlier)
    {
        if (earlier?.State is not { } state || !ProjectPlace.IsSame(project.Place, earlier.Place) || !project.HasNamespace)
            return null;
        return Text(project.Place) == Text(earlier.Place) ? state : new PlaceState(PlacePhase.Preparing) { OwnsNamespace = state.OwnsNamespace, WasReady = state.WasReady };
    }

    private static string Text(ProjectPlace? place) => JsonSerializer.Serialize(place);
}
