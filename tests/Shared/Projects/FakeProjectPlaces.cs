using System.Collections.Concurrent;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Tests.Shared.Projects;

/// <summary>A cluster with one context, as far as projects ask for one. Notes what it was given.</summary>
public sealed class FakeProjectPlaces : IProjectPlaces
{
    public bool AreThere { get; set; } = true;

    public IReadOnlyList<string> Contexts { get; set; } = ["main"];

    /// <summary>By project and name. Of what is in them only the server.</summary>
    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> DeletedNamespaces { get; } = [];

    public IReadOnlyList<QuotaUse> Quota { get; set; } = [];

    public int Wakes { get; private set; }

    public PlaceName NameOf(Project project) => new(project.Place?.Context ?? "main", project.Place?.Namespace ?? "everyone");

    public IReadOnlyList<Problem> Check(Project project, IReadOnlyList<Project> others) => project.Place?.Context is { } context && !Contexts.Contains(context)
        ? [ProblemTexts.Make("place.context", ProjectCodes.UnknownContext, context, "config: there is none.", string.Join(", ", Contexts))]
        : [];

    public void Wake() => Wakes++;

    public Task<PlaceUse> ReadUseAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(new PlaceUse(
        project.HasNamespace ? Quota : [],
        [.. (project.Place?.PullSecrets ?? []).Select(name => Secrets.TryGetValue($"{project.Name}/{name}", out var server) ? new PullSecretState(name, true, true, [server]) : new PullSecretState(name, false, false, []))]));

    public Task PutPullSecretAsync(Project project, string name, PullSecret secret, CancellationToken cancellationToken)
    {
        Secrets[$"{project.Name}/{name}"] = secret.Server ?? "";
        return Task.CompletedTask;
    }

    public Task DeletePullSecretAsync(Project project, string name, CancellationToken cancellationToken)
    {
        Secrets.TryRemove($"{project.Name}/{name}", out _);
        return Task.CompletedTask;
    }

    public Task DeleteNamespaceAsync(Project project, CancellationToken cancellationToken)
    {
        DeletedNamespaces.Enqueue(project.Place!.Namespace!);
        return Task.CompletedTask;
    }
}
