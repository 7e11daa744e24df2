using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>
/// Pods that their namespace does not let in yet, for its quota or since it is not ready: they are Pending with the reason, and tried again in their order, soon after a pod has ended and else less and less often.
/// Only in memory: after a restart the attempt's start is asked for again.
/// </summary>
internal sealed partial class QuotaQueue(Board<TrackedPod> board, PodCreation creation, PodStopping stopping, TimeProvider time, ILogger<QuotaQueue> logger) : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<(TrackedPod Pod, V1Pod Wanted)> _waiting = [];
    private readonly SemaphoreSlim _wake = new(0);

    public void Add(ClusterPlace place, V1Pod wanted, StartWait why)
    {
        var status = new PodStatus
        {
            Name = wanted.Metadata.Name!,
            Phase = PodPhase.Pending,
            Labels = LabelValues.Of(wanted.Metadata),
            Reason = why.Reason,
            Message = why.Message,
        };
        var pod = new TrackedPod(status.Name, place, status);
        if (board.Add(pod) != pod)
            return;
        lock (_gate)
            _waiting.Add((pod, wanted));
        LogWaits(status.Name, place.Namespace, why.Message);
        Wake();
    }

    /// <summary>Something may have become free.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 && _wake.CurrentCount == 0)
                _wake.Release();
        }
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(ShortestWait, LongestWait, Random.Shared);
        while (true)
        {
            // The quota counts a pod that has ended a moment later than we see it end.
            await _wake.WaitAsync(cancellationToken);
            while (Waiting() is { Count: > 0 } waiting)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var woken = _wake.WaitAsync(pause.Token);
                var rest = Task.Delay(backoff.Next(), time, pause.Token);
                if (await Task.WhenAny(woken, rest) == woken)
                    backoff.Reset();
                await pause.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var place in waiting.GroupBy(one => one.Pod.Place))
                {
                    if (await TryAsync(place.Key, place, cancellationToken))
                        backoff.Reset();
                }
            }
        }
    }

    public void Dispose() => _wake.Dispose();

    /// <returns>Whether there was room for one.</returns>
    private async Task<bool> TryAsync(ClusterPlace place, IEnumerable<(TrackedPod Pod, V1Pod Wanted)> line, CancellationToken cancellationToken)
    {
        var any = false;
        try
        {
            foreach (var (pod, wanted) in line)
            {
                if (await CreateAsync(pod, wanted, cancellationToken) is { } why)
                {
                    board.Change(pod, waiting => waiting.Status with { Reason = why.Reason, Message = why.Message });
                    return any;
                }

                any = true;
                lock (_gate)
                    _waiting.Remove((pod, wanted));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogTryFailed(place.Namespace, e);
        }

        return any;
    }

    /// <returns>Null: it needs no more.</returns>
    private async Task<StartWait?> CreateAsync(TrackedPod pod, V1Pod wanted, CancellationToken cancellationToken)
    {
        board.Change(pod, waiting =>
        {
            waiting.IsBeingCreated = !waiting.Status.IsTerminal;
            return null;
        });
        if (!pod.IsBeingCreated)
            return null;
        try
        {
            return await creation.TryAsync(pod.Place, wanted, cancellationToken);
        }
        catch (PodStartException e)
        {
            board.Change(pod, refused => refused.Status with { Phase = PodPhase.Failed, FinishedAt = time.GetUtcNow(), Reason = e.Reason, Message = e.Message });
            return null;
        }
        finally
        {
            board.Change(pod, created =>
            {
                created.IsBeingCreated = false;
                return null;
            });
            if (pod.StopAsked)
                await stopping.StopAsync(pod, TimeSpan.Zero, cancellationToken);
        }
    }

    private List<(TrackedPod Pod, V1Pod Wanted)> Waiting()
    {
        lock (_gate)
            return [.. _waiting];
    }
}
