using System.Text.Json.Nodes;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.Debugging;

/// <summary>A run service that is only asked to delete.</summary>
internal sealed class DeletedRuns : IRunService
{
    public List<RunId> Deleted { get; } = [];

    public Task DeleteAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        Deleted.Add(run);
        return Task.CompletedTask;
    }

    public Task<Run> StartAsync(StartRun request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RetryAsync(RunId run, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Run> RerunAsync(RunId run, JsonObject? parameters, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();
}
