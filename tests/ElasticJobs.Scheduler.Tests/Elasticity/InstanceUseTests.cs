using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Scheduler.Elasticity;
using ElasticJobs.Scheduler.Tests.Resources;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Tests.Elasticity;

public sealed class InstanceUseTests : IDisposable
{
    private const long Gigabyte = 1L << 30;
    private readonly FakeTimeProvider _time = new();
    private readonly CountersRuntime _runtime;
    private readonly InstanceUse _use;
    private int _changes;

    public InstanceUseTests()
    {
        _runtime = new CountersRuntime(_time);
        _use = new InstanceUse(_runtime, Options.Create(new SchedulerOptions()), _time, NullLogger<InstanceUse>.Instance);
    }

    [Fact]
    public async Task Use_IsInPercentOfTheRequest_OnAverageOverReadyInstances()
    {
        var service = Service(ScalingMetric.Cpu, ScalingMetric.Memory, ScalingMetric.Gpu);
        ScalingInstance[] instances = [Instance("a"), Instance("b", InstanceState.Busy), Instance("starts", InstanceState.Starting), Instance("drains", InstanceState.Draining)];
        Inputs(service, instances);
        _runtime.Set("a", 100, Gigabyte, gpu: 1);
        _runtime.Set("b", 0, 3 * Gigabyte, gpu: 2);
        _runtime.Set("starts", 999, Gigabyte);
        await _use.TickAsync(CancellationToken.None);
        Assert.Equal((null, 50.0, 75.0), Percents(Inputs(service, instances)));

        _time.Advance(TimeSpan.FromSeconds(10));
        _runtime.Set("a", 110, Gigabyte, gpu: 1);
        _runtime.Set("b", 5, 3 * Gigabyte, gpu: 2);
        await _use.TickAsync(CancellationToken.None);

        // 10 and 5 CPU seconds in 10 s, of 2 cores each.
        Assert.Equal((37.5, 50.0, 75.0), Percents(Inputs(service, instances)));
        Assert.Equal(["a", "b"], _runtime.Calls[^1].Order());
        Assert.Equal(2, _changes);
    }

    [Fact]
    public async Task Instance_WithoutValue_IsCountedAgainstMoving_AndNoneAtAllIsUnknown()
    {
        var service = Service(ScalingMetric.Memory);
        ScalingInstance[] instances = [Instance("a"), Instance("b"), Instance("former", generation: 1)];
        Inputs(service, instances);
        _runtime.Set("a", 0, 3 * Gigabyte);
        _runtime.Set("b", 0, 3 * Gigabyte);
        _runtime.Set("former", 0, 4 * Gigabyte);
        await _use.TickAsync(CancellationToken.None);

        // 75, 75 and nothing of the one with another document, where 60 is the threshold: 150 / 3 is below it.
        Assert.Equal(60, Inputs(service, instances).Memory);
        Assert.Equal(75, Inputs(service, instances[..2]).Memory);

        _runtime.Failure = new IOException("no node answers");
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await _use.TickAsync(CancellationToken.None);
        }

        Assert.Equal(75, Inputs(service, instances[..2]).Memory);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Inputs(service, instances[..2]).Memory);
    }

    [Fact]
    public async Task Services_ThatDontAsk_CostNothing()
    {
        Inputs(Service(ScalingMetric.WaitingLength), [Instance("a")]);
        await _use.TickAsync(CancellationToken.None);
        Assert.Empty(_runtime.Calls);

        var service = Service(ScalingMetric.Cpu);
        Inputs(service, [Instance("a")]);
        await _use.TickAsync(CancellationToken.None);
        new ServiceUse(_use, () => { }).Forget(service.Name);
        await _use.TickAsync(CancellationToken.None);
        Assert.Single(_runtime.Calls);
    }

    [Fact]
    public async Task Value_OfWhatIsNotRequested_IsUnknown()
    {
        var service = Service(ScalingMetric.Cpu, ScalingMetric.Gpu);
        service = service with { Spec = service.Spec with { Instance = new InstanceSpec { Resources = ResourceRequirements.None } } };
        Inputs(service, [Instance("a")]);
        _runtime.Set("a", 1, Gigabyte, gpu: 1);
        await _use.TickAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));
        _runtime.Set("a", 2, Gigabyte, gpu: 1);
        await _use.TickAsync(CancellationToken.None);

        Assert.Equal((null, null, null), Percents(Inputs(service, [Instance("a")])));
    }

    public void Dispose() => _use.Dispose();

    private ScalingInputs Inputs(Deployment service, IReadOnlyList<ScalingInstance> instances) =>
        new ServiceUse(_use, () => _changes++).AddTo(new ScalingInputs { Now = _time.GetUtcNow(), Instances = instances, Generation = service.Generation }, service);

    private static (double? Cpu, double? Memory, double? Gpu) Percents(ScalingInputs inputs) => (inputs.Cpu, inputs.Memory, inputs.Gpu);

    private ScalingInstance Instance(string name, InstanceState state = InstanceState.Idle, long generation = 2) => new(name, state, _time.GetUtcNow()) { Generation = generation };

    private static Deployment Service(params ScalingMetric[] metrics) => new()
    {
        Name = "train",
        Project = "default",
        Document = "",
        Version = 2,
        Generation = 2,
        CreatedAt = default,
        UpdatedAt = default,
        UpdatedBy = "",
        Spec = new DeploymentSpec
        {
            Name = "train",
            Kind = DeploymentKind.ScalableJob,
            Instance = new InstanceSpec { Resources = new ResourceRequirements(2, 2, 4 * Gigabyte, 4 * Gigabyte, 2) },
            Autoscaler = new AutoscalerSettings { Strategies = [.. metrics.Select(metric => new ScalingStrategy(metric, 60))] },
        },
    };
}
