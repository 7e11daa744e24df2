using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Tests.Shared.Pods;

/// <summary>Pods that do what a test says, told to watches as a real runtime would.</summary>
public sealed class FakePodRuntime(string? workspaceRoot = null) : IPodRuntime
{
    private readonly PodEvents _pods = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<PodSpec>> _starts = [];
    private readonly ConcurrentDictionary<string, byte> _everStarted = [];
    private readonly ConcurrentQueue<string> _calls = [];

    public string Name => "Fake";

    public IReadOnlyList<RuntimeNotice> Notices => [];

    /// <summary>Called by each start before the pod is taken; may throw or wait.</summary>
    public Func<PodSpec, CancellationToken, Task> OnStart { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called when the raw logs of an ended pod are to be whole; may throw or wait.</summary>
    public Func<string, CancellationToken, Task> OnDrain { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>A pod that is told to stop ends at once. False: it ends when the test says.</summary>
    public bool EndsWhenStopped { get; set; } = true;

    /// <summary>What was asked, in order: <c>start a-1</c>, <c>stop a-1 10</c>, <c>remove a-1</c>, without the run's prefix.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public IReadOnlyList<PodStatus> Pods => _pods.All;

    /// <summary>Waits until the task's attempt was asked to start.</summary>
    public async Task<PodSpec> StartedAsync(string task, int attempt = 1)
    {
        try
        {
            return await StartOf($"{task}-{attempt}").Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{task}-{attempt} was not started within 60 s. Asked so far: {string.Join(", ", Calls)}.", e);
        }
    }

    public void Run(PodSpec pod) => Change(pod, status => status with { Phase = PodPhase.Running });

    public void Succeed(PodSpec pod, params (string Name, string Value)[] outputs) =>
        Change(pod, status => status with { Phase = PodPhase.Succeeded, ExitCode = 0, Outputs = outputs.ToDictionary(pair => pair.Name, pair => pair.Value) });

    public void Fail(PodSpec pod, int exitCode = 1) => Change(pod, status => status with { Phase = PodPhase.Failed, ExitCode = exitCode });

    public void Change(PodSpec pod, Func<PodStatus, PodStatus> change)
    {
        if (!_pods.Set(pod.Name, status => status is null ? null : change(status)))
            throw new InvalidOperationException($"There is no pod {pod.Name}.");
    }

    /// <summary>A pod that was there before the test.</summary>
    public void Add(PodStatus pod)
    {
        _everStarted.TryAdd(pod.Name, 0);
        _pods.Set(pod.Name, _ => pod);
    }

    /// <summary>It is gone, and nothing tells of it but the next snapshot.</summary>
    public void Forget(string podName) => _pods.Remove(podName);

    public void BreakWatches() => _pods.BreakWatches();

    public async Task StartAsync(PodSpec pod, CancellationToken cancellationToken)
    {
        await OnStart(pod, cancellationToken);
        _calls.Enqueue($"start {Short(pod.Name)}");
        if (_everStarted.TryAdd(pod.Name, 0))
            _pods.Set(pod.Name, _ => new PodStatus { Name = pod.Name, Phase = PodPhase.Pending, Labels = pod.Labels });
        StartOf(Short(pod.Name)).TrySetResult(pod);
    }

    public Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"stop {Short(podName)} {grace.TotalSeconds}");
        if (EndsWhenStopped)
            _pods.Set(podName, pod => pod is null or { IsTerminal: true } ? null : pod with { Phase = PodPhase.Failed, ExitCode = grace == TimeSpan.Zero ? 137 : 143 });
        return Task.CompletedTask;
    }

    public Task DrainLogsAsync(string podName, CancellationToken cancellationToken) => OnDrain(podName, cancellationToken);

    public Task RemoveAsync(string podName, CancellationToken cancellationToken)
    {
        if (_pods.Find(podName) is { IsTerminal: false })
            throw new InvalidOperationException($"Pod {podName} runs.");
        _calls.Enqueue($"remove {Short(podName)}");
        _pods.Remove(podName);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => _pods.WatchAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, ResourceReading>>(new Dictionary<string, ResourceReading>());

    public Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken) =>
        throw new PodStartException(PodStatus.StartError, "This runtime has no terminals.");

    public string? WorkspacePath(string workspace) => workspaceRoot is null ? null : Path.Combine(workspaceRoot, workspace);

    public Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken)
    {
        _calls.Enqueue("remove workspace");
        if (WorkspacePath(workspace) is { } path && Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return Task.CompletedTask;
    }

    private TaskCompletionSource<PodSpec> StartOf(string name) =>
        _starts.GetOrAdd(name, _ => new TaskCompletionSource<PodSpec>(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string Short(string podName) => podName.IndexOf('-', StringComparison.Ordinal) is > 0 and var end ? podName[(end + 1)..] : podName;
}
