namespace ElasticJobs.Core.Queues;

/// <summary>How a queue delivers.</summary>
public sealed record QueueRules
{
    public static readonly QueueRules Default = new();

    /// <summary>How long the work of a consumer whose connection was lost stays its own, so that it keeps it when it connects again. Default: 15 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a frame is given to a consumer before it is a dead letter. Default: 5.</summary>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>How long a frame waits after its first failed delivery; doubled with each further one, with a jitter of 20 %. Default: 1 s.</summary>
    public TimeSpan RedeliveryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait. Default: 5 min.</summary>
    public TimeSpan MaxRedeliveryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Shares of tenants in what is delivered while several have frames waiting. Those that are not named: 1.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    public double WeightOf(string tenant) => Weights.TryGetValue(tenant, out var weight) && weight > 0 ? weight : 1;

    /// <param name="failures">So far, at least 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan DelayAfter(int failures, double random)
    {
        var doubled = RedeliveryDelay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return TimeSpan.FromSeconds(Math.Min(doubled, MaxRedeliveryDelay.TotalSeconds) * (0.8 + (0.4 * random)));
    }
}
