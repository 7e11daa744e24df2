using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services;

/// <summary>A service's queue and instances in numbers. Cheap enough for every tick: nothing of it is read from storage.</summary>
/// <param name="Waiting">Tasks that no instance has.</param>
/// <param name="Delayed">Of those that wait, those whose time has not come.</param>
/// <param name="Running">Tasks that an instance has.</param>
/// <param name="Results">Frames of the output.</param>
/// <param name="IsBackingOff">Starts failed lately, and the next one is put off.</param>
public sealed record ServiceNumbers(int Waiting, int Delayed, int Running, long DeadLetters, long Results, int Starting, int Idle, int Busy, int Draining, int Failed, bool IsBackingOff)
{
    /// <summary>All that are there, those that have ended by themselves excepted.</summary>
    public int Instances => Starting + Idle + Busy + Draining;

    /// <summary>Null: this console does not lead.</summary>
    public static async Task<ServiceNumbers?> ReadAsync(Deployment service, IQueueHost host, IElasticity elasticity, CancellationToken cancellationToken)
    {
        if (!host.IsHere)
            return null;
        var queue = await host.OpenAsync(service.Name, service.Spec.Queue, service.Name, cancellationToken);
        var workers = queue.Input.Describe().Groups.FirstOrDefault(group => group.Name == service.Name);
        var state = elasticity.Find(service.Name);
        return new ServiceNumbers(
            workers?.Waiting ?? 0,
            workers?.Delayed ?? 0,
            workers?.InFlight ?? 0,
            queue.DeadLetters.Describe().Length,
            queue.Output.Describe().Length,
            Count(InstanceState.Starting),
            Count(InstanceState.Idle),
            Count(InstanceState.Busy),
            Count(InstanceState.Draining),
            Count(InstanceState.Failed),
            state?.Decision?.BackoffUntil is not null);

        int Count(InstanceState wanted) => state?.Instances.Count(instance => instance.State == wanted) ?? 0;
    }
}
