using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>A load that a test gives.</summary>
internal sealed class FakeTaskHistory : ITaskHistory
{
    public List<PastTask> Tasks { get; } = [];

    public Task<IReadOnlyList<PastTask>> ReadAsync(string service, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PastTask>>([.. Tasks.Where(task => task.PutAt >= since).TakeLast(limit)]);
}
