namespace ElasticJobs.Core.Elasticity;

/// <summary>How long to wait after instances that failed before they were ready: from 1 s, doubled with each round, up to 5 min, and up to a fifth more at random. One that gets ready, or a new generation, ends it.</summary>
internal sealed class StartBackoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;
    private long _generation = long.MinValue;

    /// <summary>Rounds that failed since an instance got ready. Instances that were started together are one round.</summary>
    public int Failures { get; private set; }

    /// <summary>Of use while there are <see cref="Failures"/>.</summary>
    public DateTimeOffset Until { get; private set; }

    public string Why { get; private set; } = "";

    public void See(ScalingInputs inputs)
    {
        if (inputs.Generation != _generation)
        {
            _generation = inputs.Generation;
            Reset();
        }

        foreach (var instance in inputs.Instances)
            _seen.TryAdd(instance.Name, inputs.Now);
        foreach (var instance in inputs.Instances.Where(instance => instance.Generation >= inputs.Generation && IsNew(instance)).OrderBy(instance => instance.Since).ThenBy(instance => instance.Name, StringComparer.Ordinal).ToList())
            See(instance, inputs.Now);
        Forget(inputs.Instances);
    }

    private bool IsNew(ScalingInstance instance) =>
        instance.IsReady ? !_ready.Contains(instance.Name) : instance.State == InstanceState.Failed && !_failed.Contains(instance.Name);

    private void See(ScalingInstance instance, DateTimeOffset now)
    {
        if (instance.IsReady)
        {
            _ready.Add(instance.Name);
            Reset();
            return;
        }

        _failed.Add(instance.Name);
        if (!instance.WasReady && !_ready.Contains(instance.Name))
            Count(instance, now);
    }

    private void Count(ScalingInstance instance, DateTimeOffset now)
    {
        Why = instance.Failure ?? "";
        if (Failures > 0 && _seen[instance.Name] <= _countedAt)
            return;
        _countedAt = now;
        Failures++;
        var doubled = First.TotalSeconds * Math.Pow(2, Math.Min(Failures - 1, 30));
        var since = instance.Since < now ? instance.Since : now;
        Until = since.AddSeconds(Math.Min(doubled * (1 + (random.NextDouble() / 5)), Longest.TotalSeconds));
    }

    private void Reset()
    {
        Failures = 0;
        Why = "";
    }

    private void Forget(IReadOnlyList<ScalingInstance> instances)
    {
        if (_seen.Count == instances.Count)
            return;
        var names = instances.Select(instance => instance.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _seen.Keys.Where(name => !names.Contains(name)).ToList())
        {
            _seen.Remove(gone);
            _ready.Remove(gone);
            _failed.Remove(gone);
        }
    }
}
