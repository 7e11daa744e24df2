namespace ElasticJobs.Core.Elasticity;

/// <summary>A service's recent load, to be played under other settings and set beside what happened.</summary>
/// <param name="Window">Tasks that an instance has at once.</param>
/// <param name="StartUp">From the creation of an instance until it is ready.</param>
public sealed record WhatIf(IReadOnlyList<PastTask> Tasks, IReadOnlyList<DecisionEntry> Decisions, int Window, TimeSpan StartUp, DateTimeOffset To)
{
    /// <summary>Of the first task: before it no settings make a difference but by their minimum.</summary>
    public DateTimeOffset From => Tasks.Count > 0 ? Tasks.Min(task => task.PutAt) : To;

    /// <summary>Tasks whose duration nobody told, for which the median of the others stands.</summary>
    public int Guessed => Tasks.Count(task => task.Duration is null);

    public ScalingOutcome Happened() => ScalingOutcome.Of(Tasks, Decisions, From, To);

    public (ScalingOutcome Outcome, IReadOnlyList<string> LeftOut) Play(AutoscalerSettings settings, CancellationToken cancellationToken)
    {
        var median = Median([.. Tasks.Select(task => task.Duration).OfType<TimeSpan>().Order()]);
        var load = new ReplayLoad
        {
            Tasks = [.. Tasks.Select(task => new ReplayTask(task.PutAt, task.Duration ?? median))],
            Window = Window,
            StartUp = StartUp,
            Instances = AtBeginning(settings),
        };
        var replay = ScalingReplay.Play(settings, load, cancellationToken);
        return (ScalingOutcome.Of(replay, To), replay.LeftOut);
    }

    /// <summary>As many as there were, within the bounds of these settings.</summary>
    private int AtBeginning(AutoscalerSettings settings) =>
        Math.Clamp(Decisions.FirstOrDefault(entry => entry.Decision.At <= From) is { } entry ? entry.Idle + entry.Busy : settings.Min, settings.Min, settings.Max);

    private static TimeSpan Median(List<TimeSpan> sorted) => sorted.Count == 0 ? TimeSpan.FromSeconds(1) : sorted[sorted.Count / 2];
}
