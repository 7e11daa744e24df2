using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Scheduler.Elasticity;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.Elasticity;

public sealed class ServicePodsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServicePods _pods = new();

    [Fact]
    public void Instance_ThatHasEndedAsItWasTold_IsNoInstanceAnyMore()
    {
        See("train-1", PodPhase.Running);
        Assert.True(_pods.TryStop("train-1"));
        Assert.Equal("train-1", Assert.Single(Instances()).Name);

        See("train-1", PodPhase.Failed);

        Assert.Empty(Instances());
    }

    [Fact]
    public void Instance_ThatEndedUntold_HasFailed()
    {
        See("train-1", PodPhase.Running);
        See("train-1", PodPhase.Failed);

        Assert.Equal(InstanceState.Failed, Assert.Single(Instances()).State);
    }

    [Fact]
    public void Instance_ToldToEndBeforeItWasReady_IsNoFailedStart()
    {
        var autoscaler = new Autoscaler(new Random(1));
        See("train-1", PodPhase.Pending);
        Decide(autoscaler);
        _pods.TryStop("train-1");
        See("train-1", PodPhase.Failed);

        var decision = Decide(autoscaler);

        Assert.Equal((1, null), (decision.Create, decision.BackoffUntil));
    }

    private ScalingDecision Decide(Autoscaler autoscaler) =>
        autoscaler.Decide(new AutoscalerSettings { Min = 0 }, new ScalingInputs { Now = _time.GetUtcNow(), Instances = Instances(), Waiting = 1 });

    private IReadOnlyList<ScalingInstance> Instances() => _pods.Instances([], _time.GetUtcNow());

    private void See(string name, PodPhase phase) => _pods.Seen(
        new PodStatus { Name = name, Phase = phase, Labels = new Dictionary<string, string> { [PodLabels.Kind] = ServiceLabels.InstanceKind } }, _time.GetUtcNow());
}
