using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Scheduler.Tests.Debugging;

/// <summary>A runtime of terminals and workspaces alone.</summary>
internal sealed class TerminalRuntime(string root) : IPodRuntime
{
    public List<FakeTerminal> Terminals { get; } = [];

    public Exception? Failure { get; set; }

    public string Name => "Terminals";

    public IReadOnlyList<RuntimeNotice> Notices => [];

    public bool KeepsTerminals { get; set; }

    /// <summary>Pods of terminals that outlive the console.</summary>
    public HashSet<string> Kept { get; } = [];

    /// <summary>What happens while a terminal's pod starts.</summary>
    public Func<Task> WhileOpening { get; set; } = () => Task.CompletedTask;

    public async Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
            throw failure;
        Directory.CreateDirectory(WorkspacePath(pod.Workspace!)!);
        var terminal = new FakeTerminal(pod);
        Terminals.Add(terminal);
        Kept.Add(pod.Name);
        await WhileOpening();
        return terminal;
    }

    public Task<ITerminal?> ReopenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken)
    {
        if (!KeepsTerminals || !Kept.Contains(pod.Name))
            return Task.FromResult<ITerminal?>(null);
        var terminal = new FakeTerminal(pod);
        Terminals.Add(terminal);
        return Task.FromResult<ITerminal?>(terminal);
    }

    public Task EndTerminalAsync(string podName, CancellationToken cancellationToken)
    {
        Kept.Remove(podName);
        return Task.CompletedTask;
    }

    public string? WorkspacePath(string workspace) => Path.Combine(root, workspace);

    public Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken)
    {
        if (Directory.Exists(WorkspacePath(workspace)))
            Directory.Delete(WorkspacePath(workspace)!, recursive: true);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StartAsync(PodSpec pod, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(string podName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken) => throw new NotSupportedException();
}
