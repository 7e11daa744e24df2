using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Scheduler.Tests.Resources;

/// <summary>A runtime of which only the counters are asked.</summary>
internal sealed class CountersRuntime(TimeProvider time) : IPodRuntime
{
    private readonly Dictionary<string, ResourceReading> _pods = [];

    public Exception? Failure { get; set; }

    /// <summary>Calls of <see cref="SampleAsync"/>, and the pods asked for.</summary>
    public List<IReadOnlyCollection<string>> Calls { get; } = [];

    public string Name => "Counters";

    public IReadOnlyList<RuntimeNotice> Notices => [];

    public void Set(string pod, double cpuSeconds, long memory, long? read = null, double? gpu = null, long? gpuMemory = null) =>
        _pods[pod] = new ResourceReading { At = default, CpuTime = TimeSpan.FromSeconds(cpuSeconds), MemoryBytes = memory, DiskReadBytes = read, GpuUse = gpu, GpuMemoryBytes = gpuMemory };

    public Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken)
    {
        Calls.Add(podNames);
        if (Failure is { } failure)
            throw failure;
        return Task.FromResult<IReadOnlyDictionary<string, ResourceReading>>(
            podNames.Where(_pods.ContainsKey).ToDictionary(name => name, name => _pods[name] with { At = time.GetUtcNow() }));
    }

    public Task StartAsync(PodSpec pod, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(string podName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? WorkspacePath(string workspace) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken) => throw new NotSupportedException();
}
