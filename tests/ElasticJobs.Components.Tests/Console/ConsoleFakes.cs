using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Components.Tests.Console;

/// <summary>Tells what a test tells it, to all who watch then.</summary>
internal sealed class ManualRunFeed : IRunFeed
{
    private readonly Lock _gate = new();
    private readonly List<Channel<RunDetail>> _watches = [];
    private readonly List<Channel<Run>> _projects = [];

    public int Watches { get { lock (_gate) { return _watches.Count; } } }

    public int ProjectWatches { get { lock (_gate) { return _projects.Count; } } }

    public void Tell(Run run) => Each(_projects, run);

    public void Tell(RunDetail detail) => Each(_watches, detail);

    public void Break(Exception failure)
    {
        lock (_gate)
        {
            _projects.ForEach(channel => channel.Writer.TryComplete(failure));
        }
    }

    public IAsyncEnumerable<RunDetail> WatchAsync(RunId run, CancellationToken cancellationToken) => ReadAsync(_watches, detail => detail.Run.IsFinished, cancellationToken);

    public IAsyncEnumerable<Run> WatchProjectAsync(string project, CancellationToken cancellationToken) => ReadAsync(_projects, static _ => false, cancellationToken);

    private void Each<T>(List<Channel<T>> channels, T item)
    {
        lock (_gate)
        {
            channels.ForEach(channel => channel.Writer.TryWrite(item));
        }
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(List<Channel<T>> channels, Func<T, bool> isLast, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<T>();
        lock (_gate)
        {
            channels.Add(channel);
        }

        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
                if (isLast(item))
                {
                    yield break;
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                channels.Remove(channel);
            }
        }
    }
}

/// <summary>Notes what was asked of runs: <c>stop</c>, <c>retry</c> and so on.</summary>
internal sealed class NotedActs(IRunStore store) : IRunService
{
    public List<string> Asked { get; } = [];

    public async Task<Run> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        Asked.Add($"start {request.Pipeline} {request.Parameters.ToJsonString()}");
        return (await store.ListAsync(new RunQuery(request.Project), cancellationToken)).Runs[0];
    }

    public Task StopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken) => Note($"{request} by {actor}");

    public Task RetryAsync(RunId run, string actor, CancellationToken cancellationToken) => Note($"retry by {actor}");

    public async Task<Run> RerunAsync(RunId run, JsonObject? parameters, string actor, CancellationToken cancellationToken)
    {
        await Note($"rerun by {actor}");
        return (await store.FindAsync(run, cancellationToken))!.Run;
    }

    public Task DeleteAsync(RunId run, string actor, CancellationToken cancellationToken) => Note($"delete by {actor}");

    private Task Note(string what)
    {
        Asked.Add(what);
        return Task.CompletedTask;
    }
}

/// <summary>A log as it is stored, once.</summary>
internal sealed class StoredLogFeed(ILogStore logs) : ILogFeed
{
    public async IAsyncEnumerable<LogBatch> FollowAsync(LogKey key, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await logs.ReadAsync(key, from, 1000, cancellationToken);
    }
}

internal sealed class GivenResults : ITaskResults
{
    public Dictionary<string, string> Files { get; } = [];

    public Task<IReadOnlyDictionary<string, string>> ReadAsync(AttemptKey attempt, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<string, string>>(Files);

    public Task SaveAsync(AttemptKey attempt, IReadOnlyDictionary<string, string> results, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Everybody has the role that a test gave.</summary>
internal sealed class GivenRole : IProjectAccess
{
    public ProjectRole Role { get; set; }

    public bool IsConsoleAdmin { get; set; }

    public Task<ProjectRole?> FindRoleAsync(ClaimsPrincipal user, string project, CancellationToken cancellationToken) => Task.FromResult<ProjectRole?>(Role);

    public Task<bool> IsConsoleAdminAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => Task.FromResult(IsConsoleAdmin);
}
