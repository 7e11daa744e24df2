using ElasticJobs.Core;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Web.Api;

/// <summary>A project on the wire.</summary>
/// <param name="Place">As it was given. Null: as the console's settings say.</param>
/// <param name="State">Null: it has no namespace of its own, so there is nothing to prepare.</param>
/// <param name="Context">Where its pods run. Null: as processes of the console's machine, or the cluster can't be used.</param>
/// <param name="Quota">From the cluster; only when one project is asked for.</param>
internal sealed record ProjectDto(
    string Name,
    string Description,
    DateTimeOffset CreatedAt,
    ProjectPlace? Place,
    PlaceStateDto? State,
    string? Context,
    string? Namespace,
    IReadOnlyList<QuotaUse>? Quota,
    IReadOnlyList<PullSecretState>? PullSecrets)
{
    public static ProjectDto Of(Project project, IProjectPlaces places, PlaceUse? use = null)
    {
        var name = places.AreThere ? NameOf(project, places) : null;
        var state = project.HasNamespace ? PlaceStateDto.Of(project.State) : null;
        return new ProjectDto(project.Name, project.Description, project.CreatedAt, project.Place, state, name?.Context, name?.Namespace, use?.Quota, use?.PullSecrets);
    }

    private static PlaceName? NameOf(Project project, IProjectPlaces places)
    {
        try
        {
            return places.NameOf(project);
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}

/// <param name="Phase"><c>Preparing</c>, <c>Ready</c> or <c>Failed</c>.</param>
/// <param name="OwnsNamespace">Whether the namespace is the console's own.</param>
/// <param name="Problem">What is in the way. Null: nothing.</param>
internal sealed record PlaceStateDto(PlacePhase Phase, bool OwnsNamespace, ApiProblem? Problem)
{
    public static PlaceStateDto Of(PlaceState? state) =>
        state is null ? new PlaceStateDto(PlacePhase.Preparing, false, null) : new PlaceStateDto(state.Phase, state.OwnsNamespace, state.Problem is { } problem ? ApiProblem.From(problem) : null);
}

internal sealed record PutProjectDto(string? Description, ProjectPlace? Place);

/// <summary>Server, user and password, or a docker config. Taken to the cluster and kept nowhere else.</summary>
internal sealed class PullSecretDto
{
    public string? Server { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The text of a <c>config.json</c>.</summary>
    public string? DockerConfig { get; init; }

    public PullSecret ToSecret() => new() { Server = Server, User = User, Password = Password, DockerConfig = DockerConfig };
}
