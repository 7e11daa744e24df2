using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Tests.Shared.Pods;

/// <summary>A runtime whose pods succeed the moment they are started, so that only the scheduler's own work is left to measure.</summary>
public sealed class InstantPodRuntime : IPodRuntime
{
    private readonly PodEvents _pods = new();
    private long _started;

    public string Name => "Instant";

    public IReadOnlyList<RuntimeNotice> Notices => [];

    public long Started => Interlocked.Read(ref _started);

    public Task StartAsync(PodSpec pod, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        _pods.Set(pod.Name, known => known is not null ? null : new PodStatus
        {
            Name = pod.Name,
            Phase = PodPhase.Succeeded,
            ExitCode = 0,
            Labels = pod.Labels,
            Outputs = new Dictionary<string, string>(),
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveAsync(string podName, CancellationToken cancellationToken)
    {
        _pods.Remove(podName);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => _pods.WatchAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, ResourceReading>>(new Dictionary<string, ResourceReading>());

    public Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken) =>
        throw new PodStartException(PodStatus.StartError, "This runtime has no terminals.");

    public string? WorkspacePath(string workspace) => null;

    public Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken) => Task.CompletedTask;
}
