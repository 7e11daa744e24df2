using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.Tests.Queues;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>One service is deployed, and has this queue. It can be made anew with another.</summary>
internal sealed class OneService(IServiceQueue queue) : IDeploymentDirectory, IQueueHost
{
    public const string Project = "default";

    private int _looks;
    private IServiceQueue _queue = queue;

    public bool IsHere => true;

    /// <summary>How often somebody looked what is deployed.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public Deployment Service { get; private set; } = Made(DateTimeOffset.UnixEpoch);

    public void Replace(IServiceQueue queue) => (_queue, Service) = (queue, Made(Service.CreatedAt.AddDays(1)));

    public ValueTask<DeploymentSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        var snapshot = new DeploymentSnapshot(new Dictionary<string, Deployment> { [OpenQueue.Workers] = Service }, new Dictionary<string, string>());
        Interlocked.Increment(ref _looks);
        return ValueTask.FromResult(snapshot);
    }

    public Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken) => Task.FromResult(_queue);

    public Task CloseAsync(string service) => Task.CompletedTask;

    public void Forget()
    {
        // It has nothing in memory.
    }

    private static Deployment Made(DateTimeOffset at) => new()
    {
        Name = OpenQueue.Workers,
        Project = Project,
        Document = "{}",
        Spec = new DeploymentSpec { Name = OpenQueue.Workers, Kind = DeploymentKind.ScalableJob, Instance = new InstanceSpec() },
        CreatedAt = at,
        UpdatedAt = at,
        UpdatedBy = "alice",
    };
}
