using System.Runtime.CompilerServices;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Resources;
using ElasticJobs.Kubernetes.Events;
using ElasticJobs.Kubernetes.Groups;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Kubernetes.Objects;
using ElasticJobs.Kubernetes.Projects;
using ElasticJobs.Kubernetes.Resources;
using ElasticJobs.Kubernetes.Terminals;
using ElasticJobs.Kubernetes.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>
/// Pods of a cluster. What must last is in the cluster and in the log directories; this class may die at any instruction. It follows pods from the first call on, and their logs while somebody watches.
/// </summary>
internal sealed partial class KubernetesPodRuntime : IPodRuntime, IAsyncDisposable
{
    private static readonly TimeSpan KeepingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    /// <summary>How long a node may take to end a pod beyond its grace period before it is looked whether it still answers.</summary>
    private static readonly TimeSpan NodePatience = TimeSpan.FromSeconds(10);

    private readonly IOptions<KubernetesOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PodFeed _feed = new();
    private readonly Board<TrackedPod> _board;
    private readonly ProjectPlaces _places;
    private readonly PodMapping _mapping;
    private readonly PodTracking _tracking;
    private readonly PodCreation _creation;
    private readonly PodStopping _stopping;
    private readonly PodRemoval _removal;
    private readonly QuotaQueue _quota;
    private readonly LogFollowing _logs;
    private readonly PodSampling _sampling;
    private readonly PodGroups _groups;
    private readonly GroupSampling _groupSampling;
    private readonly TerminalPods _terminals;
    private readonly WorkspaceChores _workspaces;
    private readonly ObjectRuntime _objects;
    private readonly PlacePreparation _preparation;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lazy<Task> _work;
    private readonly Lock _gate = new();
    private int _watchers;
    private int _disposals;

    public KubernetesPodRuntime(ProjectPlaces places, IProjectStore projects, IOptions<KubernetesOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time, _logger) = (options, time, loggers.CreateLogger<KubernetesPodRuntime>());
        _board = new Board<TrackedPod>(_feed);
        _places = places;
        _mapping = new PodMapping(options, pod => _places.Api(_places.Of(pod)).Context);
        _tracking = new PodTracking(_places, _board, options, time, loggers) { Changed = See };
        _creation = new PodCreation(_places, _tracking);
        _stopping = new PodStopping(_places, _board, time);
        _removal = new PodRemoval(_places, _board, options, time);
        _quota = new QuotaQueue(_board, _creation, _stopping, time, loggers.CreateLogger<QuotaQueue>());
        _logs = new LogFollowing(_places, time, loggers.CreateLogger<LogFollowing>());
        _sampling = new PodSampling(_places, _board, new GpuSampling(_places, options, time, loggers.CreateLogger<GpuSampling>()), time, loggers.CreateLogger<PodSampling>());
        var members = new GroupMapping(_mapping);
        _groups = new PodGroups(
            _places, _feed, _tracking, members, new GroupMembers(_places, members, _tracking, _creation, _stopping, _removal, _logs, _sampling), _logs, time, loggers);
        _groupSampling = new GroupSampling(_groups, _sampling);
        _terminals = new TerminalPods(_places, _mapping, time, loggers.CreateLogger<KubernetesTerminal>());
        _workspaces = new WorkspaceChores(_places, options, time);
        _objects = new ObjectRuntime(_feed, _places, _mapping, _logs, options, time, loggers);
        _preparation = new PlacePreparation(places, projects, time, loggers.CreateLogger<PlacePreparation>());
        places.Opened = _quota.Wake;
        var events = new EventFollowing(_places, _tracking, _board, _objects.FindPod, time, loggers);
        Func<CancellationToken, Task>[] works =
            [_quota.RunAsync, _groups.RunAsync, _objects.RunAsync, events.RunAsync, _preparation.RunAsync, _tracking.RunAsync, _ => KeepAsync()];
        _work = new Lazy<Task>(() => Task.WhenAll(works.Select(work => Task.Run(() => work(_ending.Token)))));
        Notices = KubernetesNotices.Of(options.Value);
    }

    public string Name => "Kubernetes";

    public IReadOnlyList<RuntimeNotice> Notices { get; }

    public bool KeepsTerminals => true;

    public async Task StartAsync(PodSpec pod, CancellationToken cancellationToken)
    {
        if (_board.Find(pod.Name) is not null)
            return;
        _ = _work.Value;
        // Known from here on, for all that start it.
        await _places.ProjectOfAsync(pod, cancellationToken);
        if (pod.Group is not null)
        {
            await _groups.StartAsync(pod, cancellationToken);
            return;
        }

        if (pod.Resource is { } resource)
        {
            await _objects.StartAsync(pod, resource, cancellationToken);
            return;
        }

        var place = _places.Of(pod);
        var wanted = _mapping.Task(pod, FrameToken.New());
        if (await _creation.TryAsync(place, wanted, cancellationToken) is { } wait)
            _quota.Add(place, wanted, wait);
    }

    public async Task StopAsync(string podName, TimeSpan grace, CancellationToken cancellationToken)
    {
        await SyncedAsync(cancellationToken);
        await (Find(podName) switch
        {
            TrackedPod pod => _stopping.StopAsync(pod, grace, cancellationToken),
            TrackedGroup group => _groups.StopAsync(group, grace, cancellationToken),
            TrackedObject tracked => _objects.StopAsync(tracked, grace, cancellationToken),
            _ => Task.CompletedTask,
        });
    }

    public async Task DrainLogsAsync(string podName, CancellationToken cancellationToken)
    {
        await SyncedAsync(cancellationToken);
        var whole = Find(podName) switch
        {
            TrackedPod pod => _logs.WholeAsync(pod),
            TrackedGroup group => _groups.WholeAsync(group),
            TrackedObject tracked => _objects.DrainLogsAsync(tracked, cancellationToken),
            _ => Task.CompletedTask,
        };
        try
        {
            await whole.WaitAsync(_options.Value.LogDrainTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogNotWhole(podName, _options.Value.LogDrainTimeout);
            throw;
        }
    }

    public async Task RemoveAsync(string podName, CancellationToken cancellationToken)
    {
        await SyncedAsync(cancellationToken);
        var known = Find(podName);
        if (known?.Status.IsTerminal == false)
            throw new InvalidOperationException($"Pod '{podName}' runs. Stop it and wait for its end before it is removed.");
        switch (known)
        {
            case TrackedPod pod:
                await _removal.RemoveAsync(pod, cancellationToken);
                _logs.Forget(pod);
                _sampling.Forget(podName);
                break;
            case TrackedGroup group:
                await _groups.RemoveAsync(group, cancellationToken);
                _groupSampling.Forget(podName);
                break;
            case TrackedObject tracked:
                await _objects.RemoveAsync(tracked, cancellationToken);
                break;
        }
    }

    public async IAsyncEnumerable<PodEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _ = _work.Value;
        Watching(+1);
        try
        {
            await _tracking.SyncedAsync(cancellationToken);
            await _objects.SyncedAsync(again: true, cancellationToken);
            foreach (var pod in _board.All)
                See(pod);
            _objects.FollowLogs();
            _groups.Watch();
            await foreach (var change in _feed.WatchAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            if (Watching(-1) == 0)
            {
                _groups.Unwatch();
                await _logs.PauseAsync();
            }
        }
    }

    public Task<IReadOnlyDictionary<string, ResourceReading>> SampleAsync(IReadOnlyCollection<string> podNames, CancellationToken cancellationToken) =>
        _groupSampling.ReadAsync(podNames, cancellationToken);

    public Task<ITerminal> OpenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken) => _terminals.OpenAsync(pod, size, cancellationToken);

    public Task<ITerminal?> ReopenTerminalAsync(PodSpec pod, TerminalSize size, CancellationToken cancellationToken) => _terminals.ReopenAsync(pod, size, cancellationToken);

    public Task EndTerminalAsync(string podName, CancellationToken cancellationToken) => _terminals.EndAsync(podName, cancellationToken);

    public string? WorkspacePath(string workspace) => _workspaces.PathOf(workspace);

    public Task CopyWorkspaceAsync(string from, string to, CancellationToken cancellationToken) => _workspaces.CopyAsync(from, to, cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string podName, CancellationToken cancellationToken)
    {
        await DrainLogsAsync(podName, cancellationToken);
        var leaves = Find(podName) is TrackedGroup group ? PodGroups.MembersOf(group) is [var rank0, ..] ? rank0 : null : _board.Find(podName);
        return leaves is { LogDirectory: { } directory, Containers: [var main, ..] }
            ? await ContainerLog.ReadResultsAsync(directory, main.Name, cancellationToken)
            : new Dictionary<string, string>();
    }

    public Task RemoveWorkspaceAsync(string workspace, CancellationToken cancellationToken) => _workspaces.RemoveAsync(workspace, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposals, 1) != 0)
            return;
        await _ending.CancelAsync();
        if (_work.IsValueCreated)
            await _work.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _tracking.DisposeAsync();
        await _objects.DisposeAsync();
        await _logs.DisposeAsync();
        _feed.Complete();
        _quota.Dispose();
        _preparation.Dispose();
        _ending.Dispose();
    }

    private ITracked? Find(string name) => (ITracked?)_board.Find(name) ?? (ITracked?)_groups.Find(name) ?? _objects.Find(name);

    private Task SyncedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_tracking.SyncedAsync(cancellationToken), _objects.SyncedAsync(again: false, cancellationToken));

    private int Watching(int change)
    {
        lock (_gate)
        {
            _watchers += change;
            if (_watchers > 0)
                _logs.Resume();
            return _watchers;
        }
    }

    private void See(TrackedPod pod)
    {
        _logs.See(pod);
        _groups.See(pod);
        if (pod.Status.IsTerminal)
            _quota.Wake();
    }

    private async Task KeepAsync()
    {
        var swept = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(KeepingInterval, _time, _ending.Token);
            try
            {
                foreach (var pod in _board.All)
                {
                    _logs.See(pod);
                    if (pod.HasOthersToEnd)
                        await _stopping.EndOthersAsync(pod, _ending.Token);
                }

                _objects.FollowLogs();
                await _tracking.GiveUpLostAsync(NodePatience, _ending.Token);
                if (_time.GetElapsedTime(swept) < SweepInterval)
                    continue;
                swept = _time.GetTimestamp();
                await _removal.SweepAsync(_ending.Token);
                await _objects.SweepAsync(_ending.Token);
            }
            catch (Exception e) when (!_ending.IsCancellationRequested)
            {
                LogKeepingFailed(e.Message);
            }
        }
    }
}
