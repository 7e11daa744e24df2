using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

/// <summary>A random history: settings, tasks in bursts, instances that start slowly or fail, rollouts, edits of bounds.</summary>
internal sealed class RandomLoad
{
    private readonly Random _random;
    private readonly Fleet _fleet;

    public RandomLoad(int seed)
    {
        _random = new Random(seed);
        _fleet = new Fleet(RandomSettings(), seed) { Rollout = (RolloutPace)_random.Next(2) };
    }

    /// <param name="decided">Is told of each decision before it is carried out.</param>
    public void Play(int steps, Action<Fleet, ScalingDecision> decided)
    {
        for (var step = 0; step < steps; step++)
        {
            // Mostly short steps, some silences longer than any window.
            _fleet.Pass(_random.Next(8) == 0 ? _random.NextDouble() * 200 : _random.NextDouble() * 3);
            Happen(isSilent: step % 100 > 40);
            Decide(decided);
            if (_random.Next(2) == 0)
                Decide(decided);
        }
    }

    private void Decide(Action<Fleet, ScalingDecision> decided)
    {
        double? cpu = _random.Next(3) == 0 ? null : _random.Next(150);
        _fleet.Step(inputs => inputs with { Qps = _fleet.InFlight * 2.0, Cpu = cpu, OldestWait = _fleet.Waiting > 0 ? TimeSpan.FromSeconds(5) : null }, decided);
    }

    private void Happen(bool isSilent)
    {
        if (!isSilent)
            _fleet.Waiting += _random.Next(5) == 0 ? _random.Next(20) : _random.Next(2);
        foreach (var instance in _fleet.Instances.ToList())
            Live(instance);
        if (_random.Next(60) == 0)
            _fleet.Generation++;
        if (_random.Next(60) == 0)
            _fleet.Settings = RandomSettings();
        if (_random.Next(20) == 0)
            _fleet.Instances.RemoveAll(instance => instance.State == InstanceState.Failed);
    }

    private void Live(ScalingInstance instance)
    {
        switch (instance.State)
        {
            case InstanceState.Starting when _random.Next(3) == 0:
                if (_random.Next(4) == 0)
                    _fleet.Fail(instance.Name);
                else
                    _fleet.Become(instance.Name, InstanceState.Idle);
                break;
            case InstanceState.Idle when _fleet.Waiting > 0:
                _fleet.Waiting--;
                _fleet.Become(instance.Name, InstanceState.Busy, 1);
                break;
            case InstanceState.Busy when _random.Next(4) == 0:
                _fleet.Become(instance.Name, InstanceState.Idle);
                break;
            case InstanceState.Busy when _random.Next(50) == 0:
                _fleet.Waiting += instance.InFlight;
                _fleet.Fail(instance.Name);
                break;
            case InstanceState.Draining when instance.InFlight > 0 && _random.Next(4) == 0:
                _fleet.Become(instance.Name, InstanceState.Draining);
                break;
            default:
                break;
        }
    }

    private AutoscalerSettings RandomSettings()
    {
        var max = 1 + _random.Next(12);
        List<ScalingStrategy> strategies = [new(ScalingMetric.WaitingLength, 1 + _random.Next(3))];
        if (_random.Next(3) == 0)
            strategies.Add(new ScalingStrategy(ScalingMetric.Qps, 1 + _random.Next(5)));
        if (_random.Next(4) == 0)
            strategies.Add(new ScalingStrategy(ScalingMetric.Cpu, 60));
        if (_random.Next(4) == 0)
            strategies.Add(new ScalingStrategy(ScalingMetric.QueueAge, 4));
        return new AutoscalerSettings
        {
            Max = max,
            Min = _random.Next(2) == 0 ? 0 : _random.Next(max + 1),
            Strategies = strategies,
            CountsWaitingOnly = _random.Next(4) == 0,
            Behavior = new ScalingBehavior
            {
                ScaleUp = RandomRules(),
                ScaleDown = RandomRules(),
                OnZero = new OnZeroRules { ScaleDownGracePeriodSeconds = _random.Next(60), ScaleUpActivationReplicas = 1 + _random.Next(3) },
            },
        };
    }

    private ScalingRules RandomRules() => new()
    {
        StabilizationWindowSeconds = _random.Next(2) == 0 ? 0 : _random.Next(30),
        Policies = [.. Enumerable.Range(0, Math.Max(0, _random.Next(4) - 1)).Select(_ => new ScalingPolicy((PolicyType)_random.Next(2), 1 + _random.Next(50), 1 + _random.Next(30)))],
        SelectPolicy = _random.Next(12) == 0 ? PolicyChoice.Disabled : (PolicyChoice)_random.Next(2),
    };
}
