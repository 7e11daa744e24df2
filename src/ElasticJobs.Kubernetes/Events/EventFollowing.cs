using ElasticJobs.Core.Runs;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Events;

/// <summary>Writes what the clusters say of our pods beside their logs, in strokes, away from the path on which tasks start and end.</summary>
/// <param name="made">A pod of the uid that others made for us. Null: there is none.</param>
internal sealed partial class EventFollowing(ProjectPlaces places, PodTracking tracking, Board<TrackedPod> board, Func<string, TrackedPod?> made, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>An event may be told before the pod it is about.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger<EventFollowing>();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EventFile> _files = new(StringComparer.Ordinal);
    private Dictionary<string, (V1Event Event, long Heard)> _pending = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await tracking.SyncedAsync(cancellationToken);
        await Task.WhenAll(WriteAsync(cancellationToken), FollowAsync(cancellationToken));
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var followed = new List<Task>();
        try
        {
            await foreach (var place in places.FollowAsync(cancellationToken))
                followed.Add(Task.Run(() => FollowAsync(place, cancellationToken), cancellationToken));
        }
        finally
        {
            await Task.WhenAll(followed);
        }
    }

    private async Task FollowAsync(ClusterPlace place, CancellationToken cancellationToken)
    {
        if (!await MayAsync(place, cancellationToken))
        {
            LogNoRight(place.Namespace);
            return;
        }

        var options = new InformerOptions(ResourceType.Events) { Namespace = place.Namespace, FieldSelector = "involvedObject.kind=Pod" };
        var informer = new Informer<V1Event>(places.Api(place), options, time, loggers.CreateLogger<Informer<V1Event>>());
        await Task.WhenAll(informer.RunAsync(cancellationToken), ReadAsync(informer, cancellationToken));
    }

    /// <summary>Asks until the server answers.</summary>
    private async Task<bool> MayAsync(ClusterPlace place, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await places.Api(place).CanIAsync("watch", ResourceType.Events, place.Namespace, null, cancellationToken);
            }
            catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
            {
                await Task.Delay(Patience, time, cancellationToken);
            }
        }
    }

    private async Task ReadAsync(Informer<V1Event> informer, CancellationToken cancellationToken)
    {
        await foreach (var change in informer.WatchAsync(cancellationToken))
        {
            if (change is not { Object: { InvolvedObject.Name: not null, Metadata.Uid: { } id } told, Type: not InformerEventType.Deleted })
                continue;
            lock (_gate)
            {
                _pending[id] = (told, time.GetTimestamp());
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var ofPod in Take().GroupBy(pending => pending.Event.InvolvedObject!.Name!, StringComparer.Ordinal))
            {
                try
                {
                    Write(ofPod.Key, [.. ofPod]);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    LogNotWritten(ofPod.Key, e.Message);
                }
            }

            Prune();
        }
    }

    private void Prune()
    {
        foreach (var (name, file) in _files.ToList())
        {
            file.GoneSince = (board.Find(name) ?? made(file.Uid)) is null ? file.GoneSince ?? time.GetTimestamp() : null;
            if (file.GoneSince is { } since && time.GetElapsedTime(since) > Patience)
                _files.Remove(name);
        }
    }

    private List<(V1Event Event, long Heard)> Take()
    {
        lock (_gate)
        {
            if (_pending.Count == 0)
                return [];
            var taken = _pending;
            _pending = new(StringComparer.Ordinal);
            return [.. taken.Values];
        }
    }

    private void Write(string name, IReadOnlyList<(V1Event Event, long Heard)> told)
    {
        var pod = board.Find(name) ?? told.Select(one => one.Event.InvolvedObject!.Uid).OfType<string>().Select(made).FirstOrDefault(found => found is not null);
        // Without its object it waits for quota, or is being made at this moment.
        var uid = pod?.Uid ?? _files.GetValueOrDefault(name)?.Uid;
        if (uid is null)
        {
            Keep(told);
            return;
        }

        List<V1Event> own = [.. told.Select(one => one.Event).Where(one => one.InvolvedObject!.Uid == uid)];
        if (own.Count == 0)
            return;
        if (!_files.TryGetValue(name, out var file) && pod?.LogDirectory is { } directory && Directory.Exists(directory))
            _files[name] = file = new EventFile(directory, uid);
        file?.Add(own.Select(Of));
        if (board.Find(name) == pod && pod is not null && own.LastOrDefault(PodWaiting.IsTrouble) is { } trouble)
            tracking.Tell(pod, trouble);
    }

    private void Keep(IReadOnlyList<(V1Event Event, long Heard)> told)
    {
        lock (_gate)
        {
            foreach (var one in told.Where(one => time.GetElapsedTime(one.Heard) < Patience))
                _pending.TryAdd(one.Event.Metadata.Uid!, one);
        }
    }

    private static TaskEvent Of(V1Event told) => new(
        told.Metadata.Uid!,
        told.Series?.LastObservedTime ?? told.LastTimestamp ?? told.EventTime ?? told.Metadata.CreationTimestamp ?? default,
        told.Type == "Warning",
        told.Reason ?? "",
        told.Message ?? "",
        told.Series?.Count ?? told.Count ?? 1,
        told.InvolvedObject!.Name!);

    [LoggerMessage(LogLevel.Warning, "This console may not watch events in namespace {Namespace}: what the cluster says of pods is not shown. Its role needs: events (get, list, watch).")]
    private partial void LogNoRight(string @namespace);

    [LoggerMessage(LogLevel.Warning, "Events of pod {Pod} were not written: {Error}")]
    private partial void LogNotWritten(string pod, string error);
}
