using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Keeps one pod of each front end of a service.</summary>
/// <param name="token">The queue's, for a new one. Null: there is none to give.</param>
/// <param name="grace">Of one that is to end.</param>
internal sealed class FrontEnds(InstancePods specs, PodHands hands, ServicePods pods, Func<CancellationToken, Task<string?>> token, TimeSpan grace, TimeProvider time)
{
    /// <summary>Those that are there and of this generation stay; a new one comes after one that failed, with the runtime's patience.</summary>
    public async Task KeepAsync(Deployment service, CancellationToken cancellationToken)
    {
        var wanted = service.IsStopped ? [] : service.Spec.FrontEnds;
        var all = pods.Of(ServiceLabels.FrontEndKind);
        var there = all.Where(pod => !pod.Status.IsTerminal && !pod.IsStopping).ToList();
        foreach (var pod in there.Where(pod => pod.Generation != service.Generation || wanted.All(front => front.Name != pod.FrontEnd)))
            hands.Stop(pod.Name, grace);
        foreach (var front in wanted.Where(front => !there.Any(pod => pod.FrontEnd == front.Name && pod.Generation == service.Generation)))
        {
            var failed = all.Where(pod => pod.FrontEnd == front.Name && pod.Status.IsTerminal).ToList();
            if (!specs.CanMake || (failed.Count > 0 && time.GetUtcNow() - failed[^1].Since < Runs.Backoff.After(failed.Count)))
                continue;
            if (await token(cancellationToken) is { } secret)
                hands.Start(specs.FrontEnd(service, front, secret));
        }
    }

    public IReadOnlyDictionary<string, ScalingInstance> Describe() => pods.Of(ServiceLabels.FrontEndKind).GroupBy(pod => pod.FrontEnd, StringComparer.Ordinal).ToDictionary(
        front => front.Key,
        front => Describe(front.Last()));

    private ScalingInstance Describe(ServicePod pod) =>
        new(pod.Name, pod.Status.IsTerminal ? InstanceState.Failed : pod.Status.Phase == PodPhase.Running ? InstanceState.Idle : InstanceState.Starting, pod.Since)
        {
            Generation = pod.Generation,
            Failure = pod.Status.IsTerminal ? pod.Failure(time.GetUtcNow()) : null,
        };
}
