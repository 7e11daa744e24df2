using System.Runtime.CompilerServices;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Api;

namespace ElasticJobs.Web.Hubs;

/// <summary><c>/hubs/runs</c>: a run whole and then each newer version, or the runs of a project as they change.</summary>
internal sealed class RunsHub(IProjectAccess access, IRunStore store, IRunFeed feed) : StreamHub(access)
{
    /// <param name="since">Version that the client has; nothing that is not newer is sent. Null: all.</param>
    public async IAsyncEnumerable<RunDto> Watch(string project, Guid run, long? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireAsync(project, ProjectRole.Viewer);
        var found = await store.FindAsync(new RunId(run), cancellationToken);
        if (found is null || found.Run.Project != project)
        {
            throw Refuse(Refusals.RunNotFound(run.ToString()));
        }

        await foreach (var detail in feed.WatchAsync(found.Run.Id, cancellationToken))
        {
            if (since is null || detail.Run.Version > since)
            {
                yield return RunDto.From(detail);
            }
        }
    }

    public async IAsyncEnumerable<RunDto> WatchProject(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireAsync(project, ProjectRole.Viewer);
        await foreach (var run in feed.WatchProjectAsync(project, cancellationToken))
        {
            yield return RunDto.From(run);
        }
    }
}
