namespace ElasticJobs.Core.Deployments;

public interface IDeploymentStore
{
    /// <summary>By name.</summary>
    /// <param name="project">Null: of all.</param>
    Task<IReadOnlyList<Deployment>> ListAsync(string? project, CancellationToken cancellationToken);

    Task<Deployment?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes it.</summary>
    /// <exception cref="RefusedException">The name is taken, <c>service_exists</c>.</exception>
    Task AddAsync(Deployment deployment, ServiceToken token, CancellationToken cancellationToken);

    /// <summary>Replaces it.</summary>
    /// <param name="deployment">With its new version.</param>
    /// <returns>False: it is gone, or another version than the one before it is there.</returns>
    Task<bool> ReplaceAsync(Deployment deployment, CancellationToken cancellationToken);

    /// <summary>With its tokens and its queue. None there: a no-op.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>By service and name.</summary>
    /// <param name="service">Null: of all.</param>
    Task<IReadOnlyList<ServiceToken>> ListTokensAsync(string? service, CancellationToken cancellationToken);

    /// <summary>Makes it or gives it another secret.</summary>
    Task PutTokenAsync(ServiceToken token, CancellationToken cancellationToken);

    /// <summary>None there: a no-op.</summary>
    Task DeleteTokenAsync(string service, string name, CancellationToken cancellationToken);
}
