using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

/// <summary>A deployment in a time of its own: holds instances and tasks, asks the autoscaler and does what it says. What instances do, tests say.</summary>
internal sealed class Fleet(AutoscalerSettings settings, int seed = 0)
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Autoscaler _autoscaler = new(new Random(seed));
    private int _made;

    public AutoscalerSettings Settings { get; set; } = settings;

    public DateTimeOffset Now { get; private set; } = Noon;

    public List<ScalingInstance> Instances { get; } = [];

    public int Waiting { get; set; }

    public long Generation { get; set; }

    public RolloutPace Rollout { get; set; }

    public int InFlight => Instances.Sum(instance => instance.InFlight);

    public int Supply => Instances.Count(instance => instance.State is InstanceState.Starting or InstanceState.Idle or InstanceState.Busy);

    public static Fleet Of(int min, int max, double perInstance = 1, Func<ScalingBehavior, ScalingBehavior>? behavior = null)
    {
        var settings = AutoscalerSettings.ElasticJob with { Min = min, Max = max, Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, perInstance)] };
        return new Fleet(settings with { Behavior = behavior?.Invoke(settings.Behavior) ?? settings.Behavior });
    }

    public Fleet With(int count, InstanceState state, int inFlight = 0)
    {
        for (var i = 0; i < count; i++)
            Add(state, inFlight);
        return this;
    }

    public string Add(InstanceState state, int inFlight = 0)
    {
        var name = $"i{++_made:D4}";
        Instances.Add(new ScalingInstance(name, state, Now) { InFlight = inFlight, Generation = Generation });
        return name;
    }

    public void PassUntil(DateTimeOffset time) => Now = time;

    /// <summary>In whole milliseconds.</summary>
    public void Pass(double seconds) => Now += TimeSpan.FromMilliseconds((long)Math.Round(seconds * 1000));

    public void Change(string name, Func<ScalingInstance, ScalingInstance> change)
    {
        var index = Instances.FindIndex(instance => instance.Name == name);
        Instances[index] = change(Instances[index]);
    }

    public void Become(string name, InstanceState state, int inFlight = 0) => Change(name, instance => instance with { State = state, Since = Now, InFlight = inFlight });

    /// <summary>All that start are idle.</summary>
    public void GetReady()
    {
        foreach (var instance in Instances.Where(instance => instance.State == InstanceState.Starting).ToList())
            Become(instance.Name, InstanceState.Idle);
    }

    public void Fail(string name, string why = "exit code 1") => Change(name, instance => instance with { State = InstanceState.Failed, Since = Now, Failure = why, InFlight = 0 });

    /// <summary>Asks, and does nothing about the answer.</summary>
    public ScalingDecision Ask(Func<ScalingInputs, ScalingInputs>? with = null)
    {
        var inputs = new ScalingInputs
        {
            Now = Now,
            Instances = [.. Instances],
            Waiting = Waiting,
            InFlight = InFlight,
            OldestWait = Waiting > 0 ? TimeSpan.FromSeconds(1) : null,
            Generation = Generation,
            Rollout = Rollout,
        };
        return _autoscaler.Decide(Settings, with?.Invoke(inputs) ?? inputs);
    }

    /// <summary>Nothing is left, and the deployment is started anew.</summary>
    public void StopAndStart()
    {
        Instances.Clear();
        _autoscaler.Forget();
    }

    /// <summary>Asks once and does it.</summary>
    /// <param name="decided">Is told before it is done.</param>
    public ScalingDecision Step(Func<ScalingInputs, ScalingInputs>? with = null, Action<Fleet, ScalingDecision>? decided = null)
    {
        var decision = Ask(with);
        decided?.Invoke(this, decision);
        foreach (var name in decision.Drain)
            Become(name, InstanceState.Draining, Instances.Single(instance => instance.Name == name).InFlight);
        foreach (var name in decision.Undrain)
            Change(name, instance => instance with { State = instance.InFlight > 0 ? InstanceState.Busy : InstanceState.Idle, Since = Now });
        Instances.RemoveAll(instance => decision.Remove.Contains(instance.Name));
        With(decision.Create, InstanceState.Starting);
        return decision;
    }
}
