using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>A load that a test gives.</summary>
internal sealed class FakeTaskHistory : ITaskHistory
{
    public List<PastTask> Tasks { get; } = [];

    /// <summary>Reads wait for it.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    /// <summary>Of those who read, in their order.</summary>
    public List<CancellationToken> Readers { get; } = [];

    public async Task<IReadOnlyList<PastTask>> ReadAsync(string service, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        Readers.Add(cancellationToken);
        await Ready.WaitAsync(cancellationToken);
        return [.. Tasks.Where(task => task.PutAt >= since).TakeLast(limit)];
    }
}
