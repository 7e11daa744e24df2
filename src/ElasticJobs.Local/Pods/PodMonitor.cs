using System.Threading.Channels;
using ElasticJobs.Local.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Local.Pods;

/// <summary>
/// Sees what happens to pods: at once by the bells that wrappers ring, and by a look at everything each <see cref="LocalOptions.PollInterval"/>.
/// One loop for all pods.
/// </summary>
internal sealed partial class PodMonitor(
    LocalPaths paths, PodRegistry registry, PodWrapper wrapper, PodLife life, PodStopping stopping, PodRemoval removal,
    IOptions<LocalOptions> options, TimeProvider time, ILogger<LocalPodRuntime> logger) : IAsyncDisposable
{
    private const int ThoroughEvery = 10;

    // A bell that finds it full is lost; the next poll reads the directory anyway.
    private readonly Channel<string?> _bells = Channel.CreateBounded<string?>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(LocalPod Pod, int Tries)> _unclean = [];
    private FileSystemWatcher? _watcher;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;
    private int _polls;

    /// <summary>Finds every pod on disk, then watches over them until disposed.</summary>
    public void Start()
    {
        paths.MakeAll();
        _watcher = new FileSystemWatcher(paths.Bells) { NotifyFilter = NotifyFilters.FileName };
        _watcher.Created += (_, change) => _bells.Writer.TryWrite(change.Name);
        _watcher.EnableRaisingEvents = true;
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var table = PodProcesses.Table();
        Discover(registry.All.ToList(), table);
        removal.EmptyTrash();
        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Something has a time at which it is due now.</summary>
    public void Wake() => _bells.Writer.TryWrite(null);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Clean(PodProcesses.Table());
        _watcher?.Dispose();
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var nextPoll = time.GetUtcNow();
        while (!cancellationToken.IsCancellationRequested)
        {
            var table = PodProcesses.Table();
            while (_bells.Reader.TryRead(out var bell))
            {
                if (bell is not null)
                    Guard(() => Hear(bell, table));
            }

            if (time.GetUtcNow() >= nextPoll)
            {
                Poll(table);
                nextPoll = time.GetUtcNow() + options.Value.PollInterval;
            }

            var nextStop = ContinueStops();
            var due = (nextStop < nextPoll ? nextStop.Value : nextPoll) - time.GetUtcNow();
            _timer!.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            await _bells.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Hear(string bell, Lazy<ProcessTable> table)
    {
        var name = bell.TrimEnd('+');
        var pod = registry.Find(name) ?? Adopt(name, table);
        File.Delete(Path.Combine(paths.Bells, bell));
        if (pod is not null)
            life.Refresh(pod);
    }

    private void Poll(Lazy<ProcessTable> table)
    {
        var thorough = ++_polls % ThoroughEvery == 0;
        wrapper.Reap();
        var known = registry.All.ToList();
        foreach (var bell in Directory.EnumerateFiles(paths.Bells))
            Guard(() => Hear(Path.GetFileName(bell), table));
        foreach (var pod in known.Where(pod => !pod.Status.IsTerminal))
            Guard(() => life.Poll(pod, thorough, table));

        Guard(() => Discover(known, table));
        Clean(table);
        if (thorough)
            Expire(known);
    }

    /// <summary>Takes in pods that another console made, and lets go of those that another removed.</summary>
    private void Discover(List<LocalPod> known, Lazy<ProcessTable> table)
    {
        var present = Directory.EnumerateDirectories(paths.Pods).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').ToHashSet(StringComparer.Ordinal);
        foreach (var pod in known.Where(pod => !present.Contains(pod.Name)))
            registry.Remove(pod.Name);
        foreach (var name in present.Where(name => registry.Find(name) is null))
            Guard(() => Adopt(name, table));
    }

    private LocalPod? Adopt(string name, Lazy<ProcessTable> table)
    {
        var directory = paths.Pod(name);
        if (directory.ReadSpec() is not { } stored)
            return null;
        var pod = new LocalPod(stored, directory) { Stop = directory.ReadStop() };
        if (directory.ReadStatus() is { } status)
            pod.Status = status;
        pod = registry.Add(pod);
        if (!pod.Status.IsTerminal)
            life.Offer(pod);
        else if (stored.Boot == life.Boot)
            registry.Ended.Enqueue(pod);
        stopping.Continue(pod, table);
        return pod;
    }

    private DateTimeOffset? ContinueStops()
    {
        var stopped = registry.All.Where(pod => pod.Stop is not null && !pod.Status.IsTerminal).ToList();
        // Looked up after the stops were on disk: what isn't in it yet will see them itself.
        var table = PodProcesses.Table();
        DateTimeOffset? next = null;
        foreach (var pod in stopped)
        {
            Guard(() =>
            {
                var due = stopping.Continue(pod, table);
                if (next is null || due < next)
                    next = due;
            });
        }

        return next;
    }

    private void Clean(Lazy<ProcessTable> table)
    {
        while (registry.Ended.TryDequeue(out var ended))
            _unclean.Add((ended, 0));
        for (var i = _unclean.Count - 1; i >= 0; i--)
        {
            var (pod, tries) = _unclean[i];
            var clean = false;
            Guard(() => clean = removal.TryClean(pod, tries, table));
            if (clean)
                _unclean.RemoveAt(i);
            else
                _unclean[i] = (pod, tries + 1);
        }
    }

    private void Expire(List<LocalPod> known)
    {
        var keep = options.Value.KeepEndedPods;
        if (keep == TimeSpan.Zero)
            return;
        var oldest = time.GetUtcNow() - keep;
        foreach (var pod in known.Where(pod => pod.Status is { IsTerminal: true, FinishedAt: { } at } && at < oldest))
            Guard(() => removal.Remove(pod.Name));
    }

    /// <summary>One pod's trouble, e.g. a full disk, is not the others'. What failed is tried again by the next poll.</summary>
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogPodFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A pod could not be looked at; it is tried again")]
    private partial void LogPodFailed(Exception error);
}
