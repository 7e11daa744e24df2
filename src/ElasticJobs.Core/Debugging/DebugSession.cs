using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Debugging;

public enum DebugSessionState
{
    Running,
    Ended,
}

/// <summary>A terminal in a task's exact environment.</summary>
/// <param name="Command">The rendered command, ready to paste.</param>
/// <param name="EndReason">Why it ended: <c>stopped</c>, <c>expired</c>, <c>exited</c>, <c>console_restarted</c>.</param>
public sealed record DebugSession(
    Guid Id,
    string Project,
    string Pipeline,
    string Task,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DebugSessionState State,
    string Command,
    RunId? SourceRun,
    string? EndReason = null)
{
    /// <summary>The rendered pod, where it outlives the console and is found again by it. Null: it doesn't.</summary>
    public string? Manifest { get; init; }
}

public interface IDebugStore
{
    Task SaveAsync(DebugSession session, CancellationToken cancellationToken);

    Task<DebugSession?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Newest first. <paramref name="pipeline"/> null: of the project.</summary>
    Task<IReadOnlyList<DebugSession>> ListAsync(string project, string? pipeline, CancellationToken cancellationToken);

    Task<IReadOnlyList<DebugSession>> ListRunningAsync(CancellationToken cancellationToken);

    Task DeleteAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>Debug terminals: opened, found again, extended, ended. Refusals are <see cref="RefusedException"/>s.</summary>
public interface IDebugService
{
    /// <summary>Opens a terminal for the task; upstream outputs and files come as in <see cref="TaskSelection"/>.</summary>
    Task<DebugSession> OpenAsync(StartRun request, CancellationToken cancellationToken);

    /// <summary>What the terminal showed lately, then what comes, until it ends.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> AttachAsync(Guid session, CancellationToken cancellationToken);

    ValueTask WriteAsync(Guid session, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    void Resize(Guid session, Pods.TerminalSize size);

    /// <summary>New end = now + <paramref name="by"/>, 24 h from now at most.</summary>
    Task<DebugSession> ExtendAsync(Guid session, TimeSpan by, CancellationToken cancellationToken);

    /// <summary>Ends the terminal and everything started in it. Ended already: a no-op.</summary>
    Task EndAsync(Guid session, CancellationToken cancellationToken);

    /// <summary>Ends what debugging the task started, terminals and debug runs, and removes it.</summary>
    /// <param name="owner">Who started it. Null: anyone.</param>
    /// <returns>How many sessions and runs went.</returns>
    Task<int> ClearAsync(string project, string pipeline, string task, string? owner, CancellationToken cancellationToken);
}
