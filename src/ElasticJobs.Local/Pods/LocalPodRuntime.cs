using System.Runtime.CompilerServices;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Processes;
using ElasticJobs.Local.Resources;
using ElasticJobs.Local.Terminals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Local.Pods;

/// <summary>Pods as groups of processes of this machine. Everything is on disk; this class and what it is made of may die at any instruction.</summary>
internal sealed class LocalPodRuntime : IPodRuntime, IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly LocalPaths _paths;
    private readonly IControlGroups _groups;
    private readonly PodRegistry _registry = new();
    private readonly PodFiles _files;
    private readonly PodLife _life;
    private readonly PodStopping _stopping;
    private readonly PodRemoval _removal;
    private readonly PodMonitor _monitor;
    private readonly PodSampling _sampling;
    private readonly TerminalOpening _terminals;
    private readonly Lazy<Task> _started;
    private int _disposals;

    public LocalPodRuntime(IOptions<LocalOptions> options, TimeProvider time, ILogger<LocalPodRuntime> logger)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("The Local runtime needs Linux. On Windows use WSL, on macOS a Linux container, or another runtime.");

        _time = time;
        _paths = new LocalPaths(options.Value.DataDirectory);
        _groups = options.Value.UseControlGroups ? ControlGroupDetection.Detect(_paths.GroupOwner) : new NoControlGroups();
        var environment = new TaskEnvironment(_paths, options);
        var processes = new PodProcesses(_groups);
        var wrapper = new PodWrapper(_paths);
        _files = new PodFiles(_paths, _groups, environment);
        _life = new PodLife(_registry, _files, wrapper, processes, new PodEnding(_groups), _groups, options, time, logger);
        _stopping = new PodStopping(_life, processes, time);
        _removal = new PodRemoval(_paths, _registry, processes, _groups, time, logger);
        _monitor = new PodMonitor(_paths, _registry, wrapper, _life, _stopping, _removal, options, time, logger);
        _sampling = new PodSampling(_registry, processes, _groups, time);
        _terminals = new TerminalOpening(_paths, _files, environment, processes, _groups, time);
        _started = new Lazy<Task>(() => Task.Run(Begin));
        Notices = LocalNotices.Of(_groups);
    }

    public string Name => "Local";

    public bool SharesNetwork => true;

    public IReadOnlyList<RuntimeNotice> Notices { get; }

    public async Task StartAsync(PodSpec pod, CancellationToken cancellationToken)
    {
        StartChecks.CheckSpec(pod);
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        // What it does is short calls to the kernel that have no asynchronous form.
        await Task.Run(() => Start(pod), cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken)
    {
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_registry.Find(podName) is not { } pod)
            return;
        await Task.Run(() => _stopping.Stop(pod, grace), cancellationToken).ConfigureAwait(false);
        _monitor.Wake();
    }

    public async Task RemoveAsync(string podName, CancellationToken cancellationToken)
    {
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_registry.Find(podName) is { Status.IsTerminal: false })
            throw new InvalidOperationException($"Pod '{podName}' runs. Stop it and wait for its end before it is removed.");
        await Task.Run(() => _removal.RemoveAsync(podName, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<PodEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var change in _registry.WatchAsync(cancellationToken).ConfigureAwait(false))
            yield return change;
    }

    public async Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken)
    {
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => _sampling.Read(podNames), cancellationToken).ConfigureAwait(false);
    }

    public async Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken)
    {
        StartChecks.CheckSpec(pod);
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => _terminals.Open(pod, size), cancellationToken).ConfigureAwait(false);
    }

    public string? WorkspacePath(string workspace) => _paths.Workspace(workspace);

    public async Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken) =>
        await Task.Run(() => PodResults.Read(_paths.Pod(podName).Results), cancellationToken).ConfigureAwait(false);

    public async Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken)
    {
        await _started.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.Run(() => _removal.RemoveWorkspace(workspace), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposals, 1) != 0)
            return;
        if (_started.IsValueCreated)
            await _started.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _monitor.DisposeAsync().ConfigureAwait(false);
        await _terminals.DisposeAsync().ConfigureAwait(false);
        _registry.Complete();
        _groups.Release();
    }

    private void Begin()
    {
        PodWrapper.CheckMachine();
        _monitor.Start();
        _terminals.Recover();
    }

    private void Start(PodSpec spec)
    {
        var pod = _registry.Find(spec.Name);
        if (pod is null)
        {
            var directory = _paths.Pod(spec.Name);
            if (directory.ReadSpec() is not { } stored)
            {
                var port = spec.Group is null ? (int?)null : GroupMembers.FreePort(_registry.All.Select(other => other.Stored.MasterPort).OfType<int>());
                stored = new StoredPod(_life.Boot, _time.GetUtcNow(), spec, port);
                _files.MakeDirectories(stored, directory);
                _files.Check(stored, directory);
                // From here on the pod was started, whatever happens.
                if (directory.TryWriteSpec(stored))
                    DurableFile.FlushDirectory(_paths.Pods);
                else
                    stored = directory.ReadSpec()!;
            }

            pod = _registry.Add(new LocalPod(stored, directory) { Stop = directory.ReadStop() });
        }

        if (!pod.Status.IsTerminal)
            _life.Offer(pod);
    }
}
