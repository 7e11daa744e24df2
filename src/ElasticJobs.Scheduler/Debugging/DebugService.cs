using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Debugging;

/// <summary>
/// Debug terminals. On one machine they are the console's children and end with it: what a console that was killed left as running is ended by the next one. Where their pods outlive
/// the console they are found again, by the same console or by another on the same database.
/// A session is stored before its terminal is opened and stays Running until everything of it is gone, so that nothing is forgotten on the way.
/// </summary>
internal sealed partial class DebugService(
    RunPreparation preparation,
    DebugPod pods,
    DebugRuns debugRuns,
    IPodRuntime runtime,
    IDebugStore store,
    IOptions<DebugOptions> options,
    TimeProvider time,
    ILogger<DebugService> logger) : BackgroundService, IDebugService
{
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecoveryBackoff = TimeSpan.FromSeconds(5);
    private static readonly TerminalSize FirstSize = new(120, 30);

    private readonly ConcurrentDictionary<Guid, TerminalSession> _sessions = [];

    /// <summary>Stored, with a terminal that is on its way: nobody left them behind.</summary>
    private readonly ConcurrentDictionary<Guid, byte> _opening = [];

    private readonly Lock _gate = new();

    private readonly SemaphoreSlim _reopening = new(1);

    /// <summary>Those open and those about to open.</summary>
    private int _count;

    public async Task<DebugSession> OpenAsync(StartRun request, CancellationToken cancellationToken)
    {
        if (request.Only is null)
            throw new RefusedException(RefusalKind.Invalid, "no_task", "A debug terminal belongs to one task; the request names none.", "Name the task.");
        var limit = options.Value.SessionsAtOnce;
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            throw new RefusedException(RefusalKind.Conflict, "too_many_terminals", $"{limit} debug terminals are open, and no more are allowed at once.", "End one that is no longer needed, then try again.");
        }
        try
        {
            return await OpenCountedAsync(request, cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref _count);
            throw;
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> AttachAsync(Guid session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FindOpenAsync(session, cancellationToken) is not { } open)
            yield break;
        await foreach (var bytes in open.AttachAsync(cancellationToken))
            yield return bytes;
    }

    public async ValueTask WriteAsync(Guid session, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var open = await RequireOpenAsync(session, cancellationToken);
        try
        {
            await open.WriteAsync(data, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Ended(session);
        }
    }

    public void Resize(Guid session, TerminalSize size)
    {
        if (size is { Columns: > 0 and <= 1000, Rows: > 0 and <= 1000 } && _sessions.TryGetValue(session, out var open))
            open.Resize(size);
    }

    public async Task<DebugSession> ExtendAsync(Guid session, TimeSpan by, CancellationToken cancellationToken)
    {
        if (by <= TimeSpan.Zero)
            throw new RefusedException(RefusalKind.Invalid, "bad_duration", "A terminal can only be extended by more than nothing.", "Give a time, e.g. one hour.");
        var open = await RequireOpenAsync(session, cancellationToken);
        var longest = options.Value.LongestTimeToLive;
        var extended = open.Session with { ExpiresAt = time.GetUtcNow() + (by < longest ? by : longest) };
        await store.SaveAsync(extended, cancellationToken);
        return open.Session = extended;
    }

    public async Task EndAsync(Guid session, CancellationToken cancellationToken)
    {
        if (await FindOpenAsync(session, cancellationToken) is { } open)
            await EndOnce(open, EndReasons.Stopped).WaitAsync(cancellationToken);
        else if (await FindAsync(session, cancellationToken) is { State: DebugSessionState.Running } left)
            await EndLeftAsync(left, EndReasons.Stopped, cancellationToken);
    }

    public async Task<int> ClearAsync(string project, string pipeline, string task, string? owner, CancellationToken cancellationToken)
    {
        var cleared = 0;
        var sessions = await store.ListAsync(project, pipeline, cancellationToken);
        foreach (var session in sessions.Where(session => session.Task == task && (owner is null || session.CreatedBy == owner)))
        {
            await EndAsync(session.Id, cancellationToken);
            await store.DeleteAsync(session.Id, cancellationToken);
            cleared++;
        }
        return cleared + await debugRuns.DeleteAsync(project, pipeline, task, owner, cancellationToken);
    }

    /// <summary>Finds again the terminals that outlive the console, and ends the others that one left behind.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var session in await store.ListRunningAsync(cancellationToken))
        {
            if (_opening.ContainsKey(session.Id) || _sessions.ContainsKey(session.Id) || await ReopenAsync(session, cancellationToken) is not null)
                continue;
            await EndLeftAsync(session, session.ExpiresAt <= time.GetUtcNow() ? EndReasons.Expired : EndReasons.ConsoleRestarted, cancellationToken);
        }
    }

    /// <summary>Ends the sessions whose time is over.</summary>
    internal Task TickAsync() => Task.WhenAll(_sessions.Values.Where(open => open.Session.ExpiresAt <= time.GetUtcNow()).Select(open => EndOnce(open, EndReasons.Expired)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RecoverUntilDoneAsync(stoppingToken);
        using var timer = new PeriodicTimer(ExpiryInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TickAsync();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_sessions.Values.Select(open => runtime.KeepsTerminals ? LeaveOnce(open) : EndOnce(open, EndReasons.ConsoleRestarted))).WaitAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _reopening.Dispose();
        base.Dispose();
    }

    private async Task<DebugSession> OpenCountedAsync(StartRun request, CancellationToken cancellationToken)
    {
        var prepared = await preparation.PrepareAsync(request, cancellationToken);
        var (pod, command) = pods.Render(prepared);
        var run = prepared.Run;
        var now = time.GetUtcNow();
        var session = new DebugSession(
            run.Id.Value, run.Project, run.Pipeline, request.Only!.Task, request.Actor, now, now + options.Value.TimeToLive, DebugSessionState.Running, command, run.SourceRun)
        {
            Manifest = runtime.KeepsTerminals ? PodManifest.Write(pod) : null,
        };
        _opening[session.Id] = 0;
        try
        {
            await store.SaveAsync(session, cancellationToken);
            if (run.SourceRun is { } source)
                await WorkspaceCopy.CopyAsync(runtime, PodNames.Workspace(source), DebugPod.Workspace(session.Id), cancellationToken);
            Begin(session, await runtime.OpenTerminalAsync(pod, FirstSize, cancellationToken));
            return session;
        }
        catch (Exception e)
        {
            await runtime.EndTerminalAsync(PodNames.ForDebug(session.Id), CancellationToken.None);
            await runtime.RemoveWorkspaceAsync(DebugPod.Workspace(session.Id), CancellationToken.None);
            await store.DeleteAsync(session.Id, CancellationToken.None);
            if (e is PodStartException refused)
                throw new RefusedException(RefusalKind.Conflict, "terminal_refused", $"The terminal can't be opened: {refused.Message}", "Mend the task and try again.");
            throw;
        }
        finally
        {
            _opening.TryRemove(session.Id, out _);
        }
    }

    private TerminalSession Begin(DebugSession session, ITerminal terminal)
    {
        var open = new TerminalSession(session, terminal, options.Value.ScrollbackBytes, time);
        _sessions[session.Id] = open;
        open.Running = open.RunAsync(session.Command, () => EndOnce(open, EndReasons.Exited));
        return open;
    }

    /// <summary>Null: it has ended, or never was where it could be found again.</summary>
    private async Task<TerminalSession?> ReopenAsync(DebugSession session, CancellationToken cancellationToken)
    {
        if (session is not { State: DebugSessionState.Running, Manifest: { } manifest } || session.ExpiresAt <= time.GetUtcNow() || _opening.ContainsKey(session.Id))
            return null;
        await _reopening.WaitAsync(cancellationToken);
        try
        {
            if (_sessions.TryGetValue(session.Id, out var open))
                return open;
            if (await runtime.ReopenTerminalAsync(PodManifest.Read(manifest), FirstSize, cancellationToken) is not { } terminal)
                return null;
            Interlocked.Increment(ref _count);
            return Begin(session, terminal);
        }
        finally
        {
            _reopening.Release();
        }
    }

    /// <summary>Lets go of a terminal that stays where it is.</summary>
    private Task LeaveOnce(TerminalSession open)
    {
        lock (_gate)
            return open.Ending ??= open.CloseAsync().AsTask();
    }

    private Task EndOnce(TerminalSession open, string reason)
    {
        lock (_gate)
            return open.Ending ??= Task.Run(() => EndCoreAsync(open, reason));
    }

    private async Task EndCoreAsync(TerminalSession open, string reason)
    {
        var id = open.Session.Id;
        try
        {
            await open.CloseAsync();
            await runtime.EndTerminalAsync(PodNames.ForDebug(id), CancellationToken.None);
            await runtime.RemoveWorkspaceAsync(DebugPod.Workspace(id), CancellationToken.None);
            open.Session = open.Session with { State = DebugSessionState.Ended, EndReason = reason };
            await store.SaveAsync(open.Session, CancellationToken.None);
        }
        catch (Exception e)
        {
            // It stays Running in the store: the next start tries again.
            EndingFailed(id, e);
        }
        if (_sessions.TryRemove(id, out _))
            Interlocked.Decrement(ref _count);
    }

    /// <summary>Of a session whose terminal is not open here.</summary>
    private async Task EndLeftAsync(DebugSession session, string reason, CancellationToken cancellationToken)
    {
        await runtime.EndTerminalAsync(PodNames.ForDebug(session.Id), cancellationToken);
        await runtime.RemoveWorkspaceAsync(DebugPod.Workspace(session.Id), cancellationToken);
        await store.SaveAsync(session with { State = DebugSessionState.Ended, EndReason = reason }, cancellationToken);
    }

    private async Task<TerminalSession> RequireOpenAsync(Guid session, CancellationToken cancellationToken)
    {
        if (await FindOpenAsync(session, cancellationToken) is { Ending: null } open)
            return open;
        throw Ended(session);
    }

    /// <summary>Null: it has ended.</summary>
    private async Task<TerminalSession?> FindOpenAsync(Guid session, CancellationToken cancellationToken) =>
        _sessions.TryGetValue(session, out var open) ? open : await ReopenAsync(await FindAsync(session, cancellationToken), cancellationToken);

    private async Task<DebugSession> FindAsync(Guid session, CancellationToken cancellationToken) =>
        await store.FindAsync(session, cancellationToken)
        ?? throw new RefusedException(RefusalKind.NotFound, "debug_not_found", $"There is no debug terminal {session}.", "Open one on the task.");

    private static RefusedException Ended(Guid session) =>
        new(RefusalKind.Conflict, "debug_ended", $"The debug terminal {session} has ended.", "Open a new one on the task.");

    private async Task RecoverUntilDoneAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RecoverAsync(stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                RecoveryFailed(e);
                await Task.Delay(RecoveryBackoff, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The debug terminal {Session} could not be ended wholly; the console's next start tries again.")]
    private partial void EndingFailed(Guid session, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Debug terminals that the last console left behind can't be ended yet; it is tried again.")]
    private partial void RecoveryFailed(Exception exception);
}
