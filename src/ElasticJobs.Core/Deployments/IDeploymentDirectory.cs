namespace ElasticJobs.Core.Deployments;

/// <summary>All services as they are to be, from memory: for what asks with every request.</summary>
public interface IDeploymentDirectory
{
    /// <summary>No older than two seconds; what was changed at this console is in it at once.</summary>
    ValueTask<DeploymentSnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>It was changed here.</summary>
    void Forget();
}

/// <param name="Services">By name.</param>
/// <param name="Tokens">Names of the services that they open, by the tokens' hashes.</param>
public sealed record DeploymentSnapshot(IReadOnlyDictionary<string, Deployment> Services, IReadOnlyDictionary<string, string> Tokens);
