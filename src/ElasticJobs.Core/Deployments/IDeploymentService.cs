namespace ElasticJobs.Core.Deployments;

/// <summary>Deploys services and takes them back. What it refuses, it refuses with a <see cref="RefusedException"/>.</summary>
public interface IDeploymentService
{
    /// <summary>Deploys a service from its document, or changes the one of its name.</summary>
    /// <param name="name">That the caller expects. Null: the document's.</param>
    /// <param name="version">That the caller has seen. Null: whichever is there. 0: it must be new.</param>
    Task<DeployedService> PutAsync(string project, string? name, string document, long? version, string actor, CancellationToken cancellationToken);

    /// <summary>Null: there is none of the name in the project.</summary>
    Task<Deployment?> FindAsync(string project, string name, CancellationToken cancellationToken);

    /// <summary>Ends its instances once they are idle and takes no tasks until it is started again. What waits stays.</summary>
    Task<Deployment> StopAsync(string project, string name, string actor, CancellationToken cancellationToken);

    Task<Deployment> StartAsync(string project, string name, string actor, CancellationToken cancellationToken);

    /// <param name="force">Although tasks are not done: they are lost.</param>
    Task DeleteAsync(string project, string name, bool force, CancellationToken cancellationToken);

    /// <summary>The secrets of a service's tokens, by name.</summary>
    Task<IReadOnlyList<(ServiceToken Token, string? Secret)>> ListTokensAsync(string project, string name, CancellationToken cancellationToken);

    /// <summary>Makes a token, or gives it another secret: the former one is of no use any more.</summary>
    /// <returns>The secret.</returns>
    Task<string> PutTokenAsync(string project, string name, string token, string actor, CancellationToken cancellationToken);

    Task DeleteTokenAsync(string project, string name, string token, CancellationToken cancellationToken);
}

/// <param name="Problems">Warnings.</param>
public sealed record DeployedService(Deployment Deployment, bool IsNew, IReadOnlyList<Problem> Problems);
