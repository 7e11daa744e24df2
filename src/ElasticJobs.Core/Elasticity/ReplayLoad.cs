namespace ElasticJobs.Core.Elasticity;

/// <summary>A recorded or imagined load, to be played again.</summary>
public sealed record ReplayLoad
{
    /// <summary>In any order.</summary>
    public required IReadOnlyList<ReplayTask> Tasks { get; init; }

    /// <summary>From the creation of an instance until it is ready.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tasks that an instance has at once.</summary>
    public int Window { get; init; } = 1;

    /// <summary>Instances that are idle at the beginning. Null: the minimum.</summary>
    public int? Instances { get; init; }
}

/// <param name="Duration">How long an instance works on it.</param>
public sealed record ReplayTask(DateTimeOffset At, TimeSpan Duration);
