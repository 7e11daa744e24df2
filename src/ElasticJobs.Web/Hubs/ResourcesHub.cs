using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Hubs;

/// <summary><c>/hubs/resources</c>: CPU, memory and disk of an attempt. To resume, watch since the time of the last point.</summary>
internal sealed class ResourcesHub(IProjectAccess access, TaskStreams streams) : StreamHub(access)
{
    public async IAsyncEnumerable<SampleWire> Watch(ResourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireAsync(request.Project, ProjectRole.Viewer);
        var attempt = await FindAsync(request, cancellationToken);
        DateTimeOffset? since = request.Since is { } milliseconds ? Moments.EndOf(milliseconds) : null;
        await foreach (var batch in streams.WatchSamplesAsync(attempt, since, cancellationToken))
        {
            yield return batch;
        }
    }

    private async Task<TaskAttempt> FindAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await streams.FindAttemptAsync(request.Project, request.Run, request.Task, request.Attempt, cancellationToken);
        }
        catch (RefusedException refused)
        {
            throw Refuse(refused);
        }
    }
}

/// <param name="Attempt">Null: the latest.</param>
/// <param name="Since">Unix milliseconds of the last point that the client has. Null: all.</param>
internal sealed record ResourceRequest(string Project, Guid Run, string Task, int? Attempt, long? Since);
