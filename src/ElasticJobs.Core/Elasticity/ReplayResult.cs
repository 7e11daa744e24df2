namespace ElasticJobs.Core.Elasticity;

/// <summary>What would have been.</summary>
public sealed record ReplayResult
{
    /// <summary>One for each time at which the number of instances or its reason changed.</summary>
    public required IReadOnlyList<ReplayPoint> Points { get; init; }

    /// <summary>From arrival to start.</summary>
    public required ReplayWaits Waits { get; init; }

    /// <summary>All instances from creation to removal, until the load is done and nothing more would change.</summary>
    public required double InstanceSeconds { get; init; }

    public required int Peak { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>Metrics that a load doesn't tell, whose strategies were left out.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }
}

/// <param name="Instances">Those that start, work, or drain.</param>
/// <param name="Ready">Of these, those that are idle or busy.</param>
public sealed record ReplayPoint(DateTimeOffset At, int Desired, int Instances, int Ready, int Waiting, ScalingReason Reason);

public sealed record ReplayWaits(TimeSpan Mean, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max)
{
    /// <summary>Percentiles are waits that occurred: the smallest that so many percent don't exceed.</summary>
    internal static ReplayWaits Of(IReadOnlyCollection<TimeSpan> waits)
    {
        if (waits.Count == 0)
            return new ReplayWaits(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var sorted = waits.Order().ToList();
        return new ReplayWaits(new TimeSpan((long)waits.Average(wait => wait.Ticks)), At(50), At(95), At(99), sorted[^1]);

        TimeSpan At(int percent) => sorted[(int)Math.Ceiling(sorted.Count * percent / 100m) - 1];
    }
}
