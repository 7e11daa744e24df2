namespace ElasticJobs.Core.Projects;

/// <summary>The places of projects, as far as the runtime has any. Any console may ask; the one that leads makes them ready.</summary>
public interface IProjectPlaces
{
    /// <summary>False: the runtime has no namespaces, and nothing else here may be asked.</summary>
    bool AreThere { get; }

    /// <summary>Contexts that a place may name. Empty: there is one cluster only, or the kubeconfig can't be read.</summary>
    IReadOnlyList<string> Contexts { get; }

    /// <summary>Where pods of the project run, as the settings resolve it.</summary>
    /// <exception cref="RefusedException">The cluster's configuration can't be used.</exception>
    PlaceName NameOf(Project project);

    /// <summary>What is wrong with the place in this console's settings, beside <see cref="ProjectRules"/>.</summary>
    IReadOnlyList<Problem> Check(Project project, IReadOnlyList<Project> others);

    /// <summary>Something about projects was stored: looks at them now instead of within seconds.</summary>
    void Wake();

    /// <summary>What the cluster says of quota and pull secrets.</summary>
    /// <exception cref="RefusedException">The cluster can't be asked.</exception>
    Task<PlaceUse> ReadUseAsync(Project project, CancellationToken cancellationToken);

    /// <summary>Writes the secret into the project's namespace, where it stays; it is kept nowhere else.</summary>
    /// <exception cref="RefusedException">The cluster refuses, or what has the name is not this console's.</exception>
    Task PutPullSecretAsync(Project project, string name, PullSecret secret, CancellationToken cancellationToken);

    /// <summary>None there: a no-op.</summary>
    /// <inheritdoc cref="PutPullSecretAsync" path="/exception"/>
    Task DeletePullSecretAsync(Project project, string name, CancellationToken cancellationToken);

    /// <summary>Deletes the project's namespace with all that is in it.</summary>
    /// <exception cref="RefusedException">It is not this console's, or the cluster refuses.</exception>
    Task DeleteNamespaceAsync(Project project, CancellationToken cancellationToken);
}

/// <param name="Context">Of the kubeconfig, or <c>in-cluster</c>.</param>
public sealed record PlaceName(string Context, string Namespace);

/// <param name="Quota">In the order of the quota's fields. Empty: there is none.</param>
public sealed record PlaceUse(IReadOnlyList<QuotaUse> Quota, IReadOnlyList<PullSecretState> PullSecrets);

/// <param name="Resource">As the cluster calls it, e.g. <c>requests.cpu</c>.</param>
/// <param name="Used">As Kubernetes writes quantities.</param>
/// <param name="Share">From 0; may be above 1 after a quota was lowered. Null: nothing is allowed.</param>
public sealed record QuotaUse(string Resource, string Used, string Hard, double? Share);

/// <param name="IsThere">Null: the console may not look.</param>
/// <param name="IsOurs">Whether it was given here, so that it can be replaced and removed here.</param>
/// <param name="Registries">Servers that it signs in to. Empty: not known.</param>
public sealed record PullSecretState(string Name, bool? IsThere, bool IsOurs, IReadOnlyList<string> Registries);

/// <summary>How to sign in to a registry: server, user and password, or a whole docker config. Never stored here, never logged.</summary>
public sealed class PullSecret
{
    /// <summary>E.g. <c>registry.example.com:5000</c>.</summary>
    public string? Server { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>A docker <c>config.json</c> with <c>auths</c>, instead of the three above.</summary>
    public string? DockerConfig { get; init; }
}

/// <summary>For runtimes without namespaces.</summary>
public sealed class NoProjectPlaces : IProjectPlaces
{
    public bool AreThere => false;

    public IReadOnlyList<string> Contexts => [];

    public PlaceName NameOf(Project project) => throw Missing();

    public IReadOnlyList<Problem> Check(Project project, IReadOnlyList<Project> others) =>
        project.Place is null ? [] : [Pipelines.ProblemTexts.Make("place", ProjectCodes.NoPlaces)];

    public void Wake()
    {
        // Nobody waits.
    }

    public Task<PlaceUse> ReadUseAsync(Project project, CancellationToken cancellationToken) => throw Missing();

    public Task PutPullSecretAsync(Project project, string name, PullSecret secret, CancellationToken cancellationToken) => throw Missing();

    public Task DeletePullSecretAsync(Project project, string name, CancellationToken cancellationToken) => throw Missing();

    public Task DeleteNamespaceAsync(Project project, CancellationToken cancellationToken) => throw Missing();

    private static RefusedException Missing() => ProjectRefusals.Of(RefusalKind.Conflict, Pipelines.ProblemTexts.Make("place", ProjectCodes.NoPlaces));
}
