using System.Buffers;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Events;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>Takes the logs of all our pods' containers to our disk, each by one stream from when it runs until it is whole.</summary>
internal sealed partial class LogFollowing(ProjectPlaces places, TimeProvider time, ILogger<LogFollowing> logger) : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>How long a log is asked for, after its container has ended, that the cluster says there is not: of a pod that was deleted, of another, and while its node can't be asked.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after a container's end its log may still grow: the container runtime writes what it has read into the file when the container is gone already, a moment later where nothing is quick.
    /// A log whose last words are missing is waited for longer, since they must come unless the container was killed.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongSettling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>The kubelet looks every ten seconds at how long the files are.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Followers? _followers;

    /// <summary>Until the followers before the present ones have ended: no two may write to one log.</summary>
    private Task _paused = Task.CompletedTask;

    private Followers? Present
    {
        get
        {
            lock (_gate)
                return _followers;
        }
    }

    /// <summary>Followers end, e.g. because another console leads now. <see cref="Resume"/> begins again.</summary>
    public Task PauseAsync()
    {
        lock (_gate)
        {
            if (_followers is { } followers)
                (_followers, _paused) = (null, followers.EndAsync(_paused));
            return _paused;
        }
    }

    public void Resume()
    {
        lock (_gate)
            _followers ??= new Followers();
    }

    /// <summary>Follows what runs or has run of the pod and is not followed yet.</summary>
    public void See(TrackedPod pod)
    {
        if (pod is not { Uid: { } uid, LogDirectory: { } directory })
            return;
        foreach (var container in pod.Logged)
        {
            if (pod.StateOf(container.Name) is not ({ Running: not null } or { Terminated: not null }) && !pod.Status.IsTerminal)
                continue;
            lock (_gate)
            {
                var paused = _paused;
                _followers?.Follow(uid, container.Name, async stop =>
                {
                    await paused;
                    await FollowAsync(pod, container, directory, stop);
                });
            }
        }
    }

    /// <summary>Completes when all logs of the pod are whole.</summary>
    public Task WholeAsync(TrackedPod pod)
    {
        Resume();
        See(pod);
        return Task.WhenAll(Present?.Of(pod.Uid) ?? []);
    }

    /// <summary>Whether all logs of the pod are whole, without doing anything for it.</summary>
    public bool IsWhole(TrackedPod pod) => Present is { } followers && pod.Logged.All(container => followers.IsWhole(pod.Uid, container.Name));

    public void Forget(TrackedPod pod) => Present?.Forget(pod.Uid);

    public async ValueTask DisposeAsync() => await PauseAsync();

    private async Task FollowAsync(TrackedPod pod, V1Container container, string directory, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(ShortestWait, LongestWait, Random.Shared);
        var token = container.Env?.FirstOrDefault(variable => variable.Name == ContainerScript.FrameVariable)?.Value ?? FrameToken.New();
        while (true)
        {
            try
            {
                using var log = new ContainerLog(directory, pod.LogNameOf(container.Name), token, pod.Round);
                while (!log.IsComplete)
                    await FollowAsync(pod, container.Name, log, backoff, cancellationToken);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotWritten(pod.Name, container.Name, e);
            }

            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    /// <summary>Until the log is whole, or no more of it can be had.</summary>
    private async Task FollowAsync(TrackedPod pod, string container, ContainerLog log, Backoff backoff, CancellationToken cancellationToken)
    {
        DateTimeOffset? refusedSince = null;
        long? endedSince = null;
        while (!log.IsComplete)
        {
            var hadEnded = pod.HasEnded(container);
            if (hadEnded)
                endedSince ??= time.GetTimestamp();
            var hasSettled = endedSince is { } end && time.GetElapsedTime(end) >= SettlingOf(pod, container);
            try
            {
                await ReadAsync(pod, container, log, follow: !hadEnded, cancellationToken);
                refusedSince = null;
                if (log.Added > 0)
                    backoff.Reset();
                // A stream that was cut looks like one that has ended. Only one that adds nothing says that there is nothing more.
                var addedNothing = hadEnded && !log.IsComplete && log.End() == 0;
                if (!log.IsComplete && (pod.IsLeft ? hadEnded : addedNothing && hasSettled))
                {
                    if (!pod.IsLeft && SettlingOf(pod, container) == LongSettling)
                        SayCut(pod, container);
                    log.Complete();
                }
                if (log.IsComplete || (hadEnded && !addedNothing))
                    continue;
            }
            catch (Exception e) when (hadEnded && (e is KubernetesApiException or LogFormatException || (e is KubernetesUnreachableException && pod.Status.Phase == PodPhase.Lost)))
            {
                refusedSince ??= time.GetUtcNow();
                if (time.GetUtcNow() - refusedSince > PatienceWith(pod, container, e))
                {
                    // Of what was followed to its end, a last line without line feed may be left.
                    LogGivenUp(pod.Name, container, e.Message);
                    log.End();
                    log.Complete();
                }
            }
            catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException or LogFormatException)
            {
                LogInterrupted(pod.Name, container, e.Message);
            }

            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    private async Task ReadAsync(TrackedPod pod, string container, ContainerLog log, bool follow, CancellationToken cancellationToken)
    {
        var query = new LogQuery { Container = container, Follow = follow, SinceTime = log.Since, Timestamps = true };
        await using var stream = await places.Api(pod.Place).Bulk.OpenLogAsync(pod.Place.Namespace, pod.Name, query, cancellationToken);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var count = await ReadAsync(pod, container, stream, buffer, silence);
            log.Begin(buffer.AsSpan(0, count));
            if (log.MayHaveMissed(buffer.AsSpan(0, count), IsLate(pod, container), out var begins))
                await ReadRotatedAsync(pod, container, log, begins, cancellationToken);
            while (count > 0 && !log.IsComplete && !(follow && pod.IsLeft))
            {
                log.Read(buffer.AsSpan(0, count));
                count = await ReadAsync(pod, container, stream, buffer, silence);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesUnreachableException("The stream goes on although its container has ended.", e);
        }
        catch (IOException e)
        {
            throw new KubernetesUnreachableException(e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One read. A stream whose node went away says nothing, for ever: it is given up some seconds after the container's end.</summary>
    private async ValueTask<int> ReadAsync(TrackedPod pod, string container, Stream stream, Memory<byte> buffer, CancellationTokenSource silence)
    {
        var reading = stream.ReadAsync(buffer, silence.Token);
        if (reading.IsCompleted)
            return await reading;
        var read = reading.AsTask();
        for (var hadEnded = false; ; hadEnded = pod.HasEnded(container))
        {
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(silence.Token);
            var first = await Task.WhenAny(read, Task.Delay(Silence, time, waited.Token));
            await waited.CancelAsync();
            if (first == read || !hadEnded)
            {
                if (read.IsCompleted)
                    return await read;
                continue;
            }

            await silence.CancelAsync();
            return await read;
        }
    }

    /// <summary>What was written and put aside while nobody followed comes before what the stream gives.</summary>
    private async Task ReadRotatedAsync(TrackedPod pod, string container, ContainerLog log, long before, CancellationToken cancellationToken)
    {
        if (RotatedLogs.Of(places.Api(pod.Place).Bulk, pod.Object, container) is not { } rotated)
            return;
        try
        {
            await foreach (var pieces in rotated.ReadAsync(before, cancellationToken))
                log.Read(pieces.Span);
        }
        catch (KubernetesApiException e) when (!e.IsTransient)
        {
            LogRotatedUnread(pod.Name, container, e.Message);
        }
    }

    /// <summary>It may have written more than the kubelet keeps in one file.</summary>
    private bool IsLate(TrackedPod pod, string container) =>
        (pod.StateOf(container)?.Running?.StartedAt ?? pod.StateOf(container)?.Terminated?.StartedAt) is { } started && time.GetUtcNow() - started > LateAfter;

    /// <summary>Container runtimes drop what they have not read two seconds after a container's end, as happens on nodes without a moment to spare.</summary>
    private void SayCut(TrackedPod pod, string container)
    {
        LogCut(pod.Name, container);
        var words = $"The container runtime of node {pod.Object?.Spec?.NodeName} lost the end of this log, and with it results: it did not read what was written last in time. The node was too busy.";
        EventFile.Append(pod.LogDirectory!, new TaskEvent($"{pod.Uid}/{container}/log", time.GetUtcNow(), IsWarning: true, "LogCut", words, 1, pod.Name));
    }

    private static TimeSpan SettlingOf(TrackedPod pod, string container) => pod.StateOf(container)?.Terminated switch
    {
        _ when pod.Logs is not null => Settling,
        { Reason: "Completed" or "Error", ExitCode: not PodEnding.KilledCode } => LongSettling,
        _ => Settling,
    };

    /// <summary>The kubelet removes the containers of a deleted pod with their logs.</summary>
    private static TimeSpan PatienceWith(TrackedPod pod, string container, Exception refusal) => refusal switch
    {
        _ when pod.IsGone || pod.NeverBegan(container) => TimeSpan.Zero,
        _ when pod.Status.Phase == PodPhase.Lost => Patience,
        KubernetesApiException { IsTransient: true } => LongPatience,
        _ => pod.Object?.Metadata.DeletionTimestamp is not null ? ShortPatience : Patience,
    };
}
