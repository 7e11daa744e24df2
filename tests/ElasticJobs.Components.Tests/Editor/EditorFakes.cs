using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Components.Tests.Editor;

/// <summary>Notes what is started and stopped; each run is committed to the store as it begins.</summary>
internal sealed class NotedRuns(IRunStore store, TimeProvider time, IIdGenerator ids) : IRunService
{
    public List<StartRun> Started { get; } = [];

    public List<(RunId Run, StopRequest Request)> Stopped { get; } = [];

    public async Task<Run> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        Started.Add(request);
        var run = new Run
        {
            Id = new RunId(ids.NewId()),
            Project = request.Project,
            Pipeline = request.Pipeline,
            Revision = request.Revision ?? 1,
            Trigger = request.Trigger,
            State = RunState.Running,
            Parameters = request.Parameters,
            ExecutionDate = time.GetUtcNow(),
            CreatedBy = request.Actor,
            CreatedAt = time.GetUtcNow(),
            StartedAt = time.GetUtcNow(),
            OnlyTasks = request.Only is { } only ? [only.Task] : null,
            Version = 1,
        };
        await store.CreateAsync(run, [], request.Actor, cancellationToken);
        return run;
    }

    public Task StopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken)
    {
        Stopped.Add((run, request));
        return Task.CompletedTask;
    }

    public Task RetryAsync(RunId run, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Run> RerunAsync(RunId run, JsonObject? parameters, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(RunId run, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Tells what the store holds once, then waits until it is no longer watched.</summary>
internal sealed class StoredRunFeed(IRunStore store) : IRunFeed
{
    public async IAsyncEnumerable<RunDetail> WatchAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await store.FindAsync(run, cancellationToken) is { } detail)
        {
            yield return detail;
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public async IAsyncEnumerable<Run> WatchProjectAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}

/// <summary>Terminals that are only rows.</summary>
internal sealed class NotedDebugging(TimeProvider time, IIdGenerator ids) : IDebugService, IDebugStore
{
    private readonly List<DebugSession> _sessions = [];

    public Task<DebugSession> OpenAsync(StartRun request, CancellationToken cancellationToken)
    {
        var session = new DebugSession(
            ids.NewId(), request.Project, request.Pipeline, request.Only!.Task, request.Actor, time.GetUtcNow(), time.GetUtcNow().AddHours(2), DebugSessionState.Running, "echo hello", null);
        _sessions.Insert(0, session);
        return Task.FromResult(session);
    }

    public Task<DebugSession> ExtendAsync(Guid session, TimeSpan by, CancellationToken cancellationToken) =>
        Task.FromResult(Replace(session, found => found with { ExpiresAt = time.GetUtcNow() + by }));

    public Task EndAsync(Guid session, CancellationToken cancellationToken)
    {
        Replace(session, found => found with { State = DebugSessionState.Ended, EndReason = "stopped" });
        return Task.CompletedTask;
    }

    public Task<int> ClearAsync(string project, string pipeline, string task, string? owner, CancellationToken cancellationToken) =>
        Task.FromResult(_sessions.RemoveAll(session => session.Task == task && (owner is null || session.CreatedBy == owner)));

    public IAsyncEnumerable<ReadOnlyMemory<byte>> AttachAsync(Guid session, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask WriteAsync(Guid session, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Resize(Guid session, TerminalSize size)
    {
    }

    public Task SaveAsync(DebugSession session, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DebugSession?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(_sessions.Find(session => session.Id == id));

    public Task<IReadOnlyList<DebugSession>> ListAsync(string project, string? pipeline, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DebugSession>>([.. _sessions]);

    public Task<IReadOnlyList<DebugSession>> ListRunningAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

    private DebugSession Replace(Guid id, Func<DebugSession, DebugSession> change)
    {
        var index = _sessions.FindIndex(session => session.Id == id);
        return _sessions[index] = change(_sessions[index]);
    }
}

/// <summary>Everybody has one role.</summary>
internal sealed class OneRole : IProjectAccess
{
    public ProjectRole Role { get; set; }

    public Task<ProjectRole?> FindRoleAsync(ClaimsPrincipal user, string project, CancellationToken cancellationToken) => Task.FromResult<ProjectRole?>(Role);

    public Task<bool> IsConsoleAdminAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => Task.FromResult(false);
}
