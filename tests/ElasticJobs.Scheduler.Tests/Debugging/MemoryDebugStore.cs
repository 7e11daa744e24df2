using System.Collections.Concurrent;
using ElasticJobs.Core.Debugging;

namespace ElasticJobs.Scheduler.Tests.Debugging;

internal sealed class MemoryDebugStore : IDebugStore
{
    private readonly ConcurrentDictionary<Guid, DebugSession> _sessions = [];

    public Task SaveAsync(DebugSession session, CancellationToken cancellationToken)
    {
        _sessions[session.Id] = session;
        return Task.CompletedTask;
    }

    public Task<DebugSession?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(_sessions.GetValueOrDefault(id));

    public Task<IReadOnlyList<DebugSession>> ListAsync(string project, string? pipeline, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DebugSession>>([.. _sessions.Values.Where(session => session.Project == project && (pipeline is null || session.Pipeline == pipeline))]);

    public Task<IReadOnlyList<DebugSession>> ListRunningAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DebugSession>>([.. _sessions.Values.Where(session => session.State == DebugSessionState.Running)]);

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        _sessions.TryRemove(id, out _);
        return Task.CompletedTask;
    }
}
