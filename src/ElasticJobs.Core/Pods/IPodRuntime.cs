using ElasticJobs.Core.Resources;

namespace ElasticJobs.Core.Pods;

/// <summary>
/// What executes pods. All calls are idempotent by pod name, so that a caller that was killed between intent and effect may simply call again.
/// Pods outlive the console: after a restart <see cref="WatchAsync"/> tells of them all.
/// </summary>
public interface IPodRuntime
{
    /// <summary><c>Local</c> or <c>Kubernetes</c>.</summary>
    string Name { get; }

    /// <summary>Whether all pods have the network of this machine, so that two can't listen on one port.</summary>
    bool SharesNetwork => false;

    /// <summary>What a person should know about this runtime on this machine, e.g. that limits are not enforced because control groups can't be made.</summary>
    IReadOnlyList<RuntimeNotice> Notices { get; }

    /// <summary>Starts the pod, or does nothing when a pod of this name was ever started and not removed. Returns once the runtime has durably taken it.</summary>
    /// <exception cref="PodStartException">The pod can never start as it is specified (no such program, no such directory...).</exception>
    Task StartAsync(PodSpec pod, CancellationToken cancellationToken);

    /// <summary>TERM to every process, then KILL after <paramref name="grace"/> (zero: KILL at once). Returns when the request is on its way; the end comes by the watch.
    /// No pod of that name: a no-op. A pod whose start is still under way ends too.</summary>
    Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Completes when the raw log files of an ended pod are whole, i.e. nothing will be added to them; a runtime that writes them while the pod runs has nothing to do. Unknown pod: a no-op.</summary>
    /// <exception cref="TimeoutException">What is missing can't be had now. Asked again later; until then the pod must not be removed.</exception>
    Task DrainLogsAsync(string podName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Forgets an ended pod and frees what it held (its own directory, not logs and workspace). A running pod: <see cref="InvalidOperationException"/>.</summary>
    Task RemoveAsync(string podName, CancellationToken cancellationToken);

    /// <summary>Every pod known now, then <see cref="PodEvent.SnapshotEnd"/>, then each change, in order per pod, until cancelled. One state may be told twice, none is left out.</summary>
    IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken);

    /// <summary>CPU, memory and so on of these pods now. Pods that don't run are left out.</summary>
    Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken);

    /// <summary>Starts an interactive process on a pseudo terminal in the environment that <paramref name="pod"/> describes, without running its command.</summary>
    /// <exception cref="PodStartException">It can't start.</exception>
    Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken);

    /// <summary>Whether what <see cref="OpenTerminalAsync"/> made outlives the console, to be found by <see cref="ReopenTerminalAsync"/>.</summary>
    bool KeepsTerminals => false;

    /// <summary>A terminal of an earlier <see cref="OpenTerminalAsync"/> again, after its <see cref="ITerminal"/> was disposed or the console ended: a new shell where the old one was.
    /// Null: there is none any more, or terminals of this runtime end with the console.</summary>
    Task<ITerminal?> ReopenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken) => Task.FromResult<ITerminal?>(null);

    /// <summary>Removes all that <see cref="OpenTerminalAsync"/> made and that outlives its <see cref="ITerminal"/>. Call it after disposing that one. Nothing left: a no-op.</summary>
    Task EndTerminalAsync(string podName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Absolute path of a run's workspace, for those who put files into it. Null: not reachable from here.</summary>
    string? WorkspacePath(string workspace);

    /// <summary>Copies a workspace where the runtime keeps it; asked only when <see cref="WorkspacePath"/> is null. None there: a no-op. What is in the target already is replaced.</summary>
    Task CopyWorkspaceAsync(string from, string to, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Result files (<c>$EJ_RESULTS/*.json</c>) of a pod, by file name. Empty when there are none.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken);

    /// <summary>Removes a run's workspace. None there: a no-op.</summary>
    Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken);
}

/// <summary>Something to tell about a runtime, by a stable code that pages translate.</summary>
public sealed record RuntimeNotice(string Code, string Message, string Fix);

/// <summary>A pod that can't start, however often it is tried.</summary>
public sealed class PodStartException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>See <see cref="PodStatus.Reason"/>.</summary>
    public string Reason { get; } = reason;
}
