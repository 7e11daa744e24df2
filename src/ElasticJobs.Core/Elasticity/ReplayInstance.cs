namespace ElasticJobs.Core.Elasticity;

/// <summary>An instance of a replay.</summary>
internal sealed class ReplayInstance(string name, int window, InstanceState state, DateTimeOffset since)
{
    private bool _isDraining;
    private bool _isStarting = state == InstanceState.Starting;

    public string Name => name;

    public int InFlight { get; private set; }

    public DateTimeOffset Since { get; private set; } = since;

    public bool IsReady => !_isStarting && !_isDraining;

    public bool HasRoom => IsReady && InFlight < window;

    private InstanceState State => _isDraining ? InstanceState.Draining : _isStarting ? InstanceState.Starting : InFlight > 0 ? InstanceState.Busy : InstanceState.Idle;

    public ScalingInstance Seen() => new(name, State, Since) { InFlight = InFlight, Window = window, WasReady = !_isStarting };

    public void GetReady(DateTimeOffset now) => (_isStarting, Since) = (false, now);

    public void Start(DateTimeOffset now)
    {
        if (InFlight++ == 0)
            Since = now;
    }

    public void Finish(DateTimeOffset now)
    {
        if (--InFlight == 0)
            Since = now;
    }

    public void Drain(DateTimeOffset now) => (_isDraining, Since) = (true, now);

    public void Undrain(DateTimeOffset now) => (_isDraining, Since) = (false, now);
}
