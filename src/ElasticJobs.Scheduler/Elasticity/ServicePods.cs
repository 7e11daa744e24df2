using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>The pods of one service: those that the runtime tells of, and those on their way to it. Safe for several threads.</summary>
internal sealed class ServicePods
{
    /// <summary>How long an instance that runs may take until its worker is at the queue, init command included.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromMinutes(15);

    /// <summary>How long a worker that was there may be away before its instance counts as failed.</summary>
    public static readonly TimeSpan AwayTime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServicePod> _pods = new(StringComparer.Ordinal);

    public void Starting(PodSpec pod, DateTimeOffset now)
    {
        lock (_gate)
            _pods[pod.Name] = new ServicePod(new PodStatus { Name = pod.Name, Phase = PodPhase.Pending, Labels = pod.Labels }, now);
    }

    /// <summary>The runtime has not taken it, which counts as a failure of the instance.</summary>
    public void NotStarted(string pod, string why, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_pods.TryGetValue(pod, out var known))
                (known.Status, known.Since, known.IsInRuntime) = (known.Status with { Phase = PodPhase.Failed, Message = why }, now, false);
        }
    }

    public void Seen(PodStatus status, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_pods.TryGetValue(status.Name, out var known))
                _pods.Add(status.Name, known = new ServicePod(status, now));
            else if (known.Status.Phase != status.Phase)
                known.Since = now;
            (known.Status, known.IsInRuntime, known.IsTold) = (status, true, true);
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _pods.Count == 0;
        }
    }

    public bool Has(string pod)
    {
        lock (_gate)
            return _pods.ContainsKey(pod);
    }

    /// <summary>The runtime's whole list: what it had told of and is not in it is gone.</summary>
    public void Listed(IReadOnlySet<string> names)
    {
        lock (_gate)
        {
            foreach (var gone in _pods.Values.Where(pod => pod.IsTold && !names.Contains(pod.Name)).ToList())
                _pods.Remove(gone.Name);
        }
    }

    public void Removed(string pod)
    {
        lock (_gate)
            _pods.Remove(pod);
    }

    /// <summary>It could not be removed.</summary>
    public void Return(ServicePod pod)
    {
        lock (_gate)
            _pods.TryAdd(pod.Name, pod);
    }

    public void Drains(string pod, bool drains)
    {
        lock (_gate)
        {
            if (_pods.TryGetValue(pod, out var known))
                known.IsDraining = drains;
        }
    }

    /// <summary>It was told to end. False: it had been before.</summary>
    public bool TryStop(string pod)
    {
        lock (_gate)
        {
            if (!_pods.TryGetValue(pod, out var known) || known.IsStopping)
                return false;
            return known.IsStopping = true;
        }
    }

    public void NotStopped(string pod)
    {
        lock (_gate)
        {
            if (_pods.TryGetValue(pod, out var known))
                known.IsStopping = false;
        }
    }

    /// <summary>Of one kind, the oldest first.</summary>
    public IReadOnlyList<ServicePod> Of(string kind)
    {
        lock (_gate)
            return [.. _pods.Values.Where(pod => pod.Kind == kind).Select(pod => pod.Copy()).OrderBy(pod => pod.Since)];
    }

    /// <summary>What the autoscaler is told of instances: their pods, and their workers at the queue. One that has ended as it was told is none any more: it has not failed, though it may never have been ready.</summary>
    public IReadOnlyList<ScalingInstance> Instances(IReadOnlyList<ConsumerState> workers, DateTimeOffset now)
    {
        var byName = workers.ToDictionary(worker => worker.Uid, StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var pod in _pods.Values)
                pod.Note(byName.GetValueOrDefault(pod.Name), now);
            return [.. _pods.Values.Where(pod => pod.Kind == ServiceLabels.InstanceKind && !pod.HasLeft).OrderBy(pod => pod.Name, StringComparer.Ordinal).Select(pod => Describe(pod, byName.GetValueOrDefault(pod.Name), now))];
        }
    }

    private static ScalingInstance Describe(ServicePod pod, ConsumerState? worker, DateTimeOffset now)
    {
        var state = pod.StateOf(worker, now);
        return new ScalingInstance(pod.Name, state, state == InstanceState.Idle && worker is not null ? now - worker.Idle : pod.Since)
        {
            InFlight = worker?.InFlight ?? 0,
            Window = Math.Max(1, worker?.Window ?? 1),
            Generation = pod.Generation,
            WasReady = pod.WasReady,
            Failure = state == InstanceState.Failed ? pod.Failure(now) : null,
        };
    }
}
