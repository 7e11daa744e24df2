using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>What the instances of one service use in percent of what they request, for the strategies that ask for it.</summary>
internal sealed class ServiceUse(IInstanceUse use, Action changed)
{
    /// <returns>The inputs with these values.</returns>
    public ScalingInputs AddTo(ScalingInputs inputs, Deployment service)
    {
        var strategies = service.Spec.Autoscaler.Strategies.Where(strategy => strategy.Metric is ScalingMetric.Cpu or ScalingMetric.Memory or ScalingMetric.Gpu).ToList();
        var ready = inputs.Instances.Where(instance => instance.State is InstanceState.Idle or InstanceState.Busy).ToList();
        use.Want(service.Name, strategies.Count == 0 ? [] : [.. ready.Select(instance => instance.Name)], changed);
        foreach (var strategy in strategies)
        {
            // An instance of an older document may request something else.
            var percent = AverageUse.Of([.. ready.Select(instance => instance.Generation == service.Generation ? PercentOf(strategy.Metric, instance.Name, service.Spec.Instance) : null)], strategy.Threshold);
            inputs = strategy.Metric switch
            {
                ScalingMetric.Cpu => inputs with { Cpu = percent },
                ScalingMetric.Memory => inputs with { Memory = percent },
                _ => inputs with { Gpu = percent },
            };
        }

        return inputs;
    }

    /// <summary>Nobody asks any more.</summary>
    public void Forget(string service) => use.Want(service, [], changed);

    private double? PercentOf(ScalingMetric metric, string pod, InstanceSpec spec)
    {
        var (used, requested) = (use.Of(pod), spec.Resources);
        return metric switch
        {
            ScalingMetric.Cpu => used?.Cpu / requested.CpuRequest,
            ScalingMetric.Memory => (double?)used?.Memory / requested.MemoryRequest,
            _ => requested.Gpus > 0 ? used?.Gpu / requested.Gpus : null,
        } * 100;
    }
}
