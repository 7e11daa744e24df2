using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.Resources;

internal sealed class MemorySampleStore : ISampleStore
{
    private readonly List<(AttemptKey Attempt, ResourceSample Sample)> _samples = [];

    public Exception? Failure { get; set; }

    public IReadOnlyList<ResourceSample> Of(AttemptKey attempt) => [.. _samples.Where(item => item.Attempt == attempt).Select(item => item.Sample)];

    public Task AppendAsync(IReadOnlyList<(AttemptKey Attempt, ResourceSample Sample)> samples, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
            throw failure;
        _samples.AddRange(samples);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ResourceSample>> ReadAsync(AttemptKey attempt, DateTimeOffset? since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceSample>>([.. Of(attempt).Where(sample => since is null || sample.At > since)]);
}
