namespace ElasticJobs.Core.Elasticity;

/// <summary>An instance of a replay.</summary>
internal sealed class ReplayInstance(string name, int window, InstanceState state, DateTimeOffset since)
{
    private bool _isDraining;
    private bool _isStarting = state == InstanceState.Starting;
    private ScalingInstance? _seen;

    public string Name => name;

    public int InFlight { get; private set; }

    public DateTimeOffset Since { get; private set; } = since;

    public bool IsReady => !_isStarting && !_isDraining;

    public bool HasRoom => IsReady && InFlight < window;

    private InstanceState State => _isDraining ? InstanceState.Draining : _isStarting ? InstanceState.Starting : InFlight > 0 ? InstanceState.Busy : InstanceState.Idle;

    /// <summary>Made anew only after a change, since most instances don't change from one event to the next.</summary>
    public ScalingInstance Seen() => _seen ??= new ScalingInstance(name, State, Since) { InFlight = InFlight, Window = window, WasReady = !_isStarting };

    public void GetReady(DateTimeOffset now)
    {
        _isStarting = false;
        Change(now);
    }

    public void Start(DateTimeOffset now)
    {
        InFlight++;
        Change(InFlight == 1 ? now : Since);
    }

    public void Finish(DateTimeOffset now)
    {
        InFlight--;
        Change(InFlight == 0 ? now : Since);
    }

    public void Drain(DateTimeOffset now)
    {
        _isDraining = true;
        Change(now);
    }

    public void Undrain(DateTimeOffset now)
    {
        _isDraining = false;
        Change(now);
    }

    private void Change(DateTimeOffset since) => (Since, _seen) = (since, null);
}
