using System.Globalization;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>One pod of a service, and what was decided about it. Changed only under the lock of its <see cref="ServicePods"/>.</summary>
internal sealed class ServicePod(PodStatus status, DateTimeOffset now)
{
    private DateTimeOffset? _awaySince;

    public PodStatus Status { get; set; } = status;

    public string Name => Status.Name;

    public string? Kind => Status.Labels.GetValueOrDefault(PodLabels.Kind);

    /// <summary>Of pods of that kind.</summary>
    public string FrontEnd => Status.Labels.GetValueOrDefault(ServiceLabels.FrontEnd) ?? FrontEndSpec.DefaultName;

    public long Generation => long.TryParse(Status.Labels.GetValueOrDefault(ServiceLabels.Generation), CultureInfo.InvariantCulture, out var generation) ? generation : 0;

    /// <summary>When it came into its phase.</summary>
    public DateTimeOffset Since { get; set; } = now;

    public bool IsDraining { get; set; }

    /// <summary>It was told to end.</summary>
    public bool IsStopping { get; set; }

    /// <summary>It has ended, as it was told.</summary>
    public bool HasLeft => IsStopping && Status.IsTerminal;

    /// <summary>False: its start was refused.</summary>
    public bool IsInRuntime { get; set; } = true;

    /// <summary>The runtime has told of it.</summary>
    public bool IsTold { get; set; }

    /// <summary>Its worker was at the queue at some time.</summary>
    public bool WasReady { get; private set; }

    /// <param name="worker">Null: it is not at the queue and has no task either.</param>
    public void Note(ConsumerState? worker, DateTimeOffset at)
    {
        if (worker is { IsConnected: true })
            (WasReady, _awaySince) = (true, null);
        else
            _awaySince ??= at;
    }

    public InstanceState StateOf(ConsumerState? worker, DateTimeOffset at)
    {
        if (Status.IsTerminal || IsLate(at))
            return InstanceState.Failed;
        if (IsDraining)
            return InstanceState.Draining;
        if (worker is { InFlight: > 0 })
            return InstanceState.Busy;
        // One whose worker is away for a moment can be given nothing.
        return worker is { IsConnected: true } ? InstanceState.Idle : InstanceState.Starting;
    }

    /// <summary>In words.</summary>
    public string Failure(DateTimeOffset at)
    {
        if (!Status.IsTerminal && IsLate(at))
        {
            return WasReady
                ? string.Create(CultureInfo.InvariantCulture, $"Its worker was away from the queue for {ServicePods.AwayTime.TotalMinutes} minutes.")
                : string.Create(CultureInfo.InvariantCulture, $"Its worker was not at the queue within {ServicePods.StartTime.TotalMinutes} minutes.");
        }

        return Status.Message ?? Status.Reason ?? (Status.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"It ended with exit code {code}.") : "It ended.");
    }

    public ServicePod Copy() => (ServicePod)MemberwiseClone();

    /// <summary>What waits for a node or an image may wait: another one would wait beside it.</summary>
    private bool IsLate(DateTimeOffset at) => Status.Phase == PodPhase.Running && (WasReady ? at - _awaySince > ServicePods.AwayTime : at - Since > ServicePods.StartTime);
}
