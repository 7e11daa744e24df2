using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>Nothing is deployed.</summary>
internal sealed class NoServices : IDeploymentDirectory
{
    public ValueTask<DeploymentSnapshot> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new DeploymentSnapshot(new Dictionary<string, Deployment>(), new Dictionary<string, string>()));

    public void Forget()
    {
        // It has nothing in memory.
    }
}
