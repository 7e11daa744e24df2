namespace ElasticJobs.Core.Elasticity;

/// <summary>How a load was met, in earnest or played, over one span of time.</summary>
/// <param name="Steps">How many instances there were from each time on, those that start and drain included.</param>
public sealed record ScalingOutcome(ReplayWaits Waits, double InstanceSeconds, int Peak, IReadOnlyList<(DateTimeOffset At, int Instances)> Steps)
{
    /// <summary>What happened: waits of the tasks that were done, and instances as they were after each decision.</summary>
    /// <param name="decisions">Newest first. One before <paramref name="from"/> tells how it began.</param>
    public static ScalingOutcome Of(IReadOnlyList<PastTask> tasks, IReadOnlyList<DecisionEntry> decisions, DateTimeOffset from, DateTimeOffset to)
    {
        var steps = new List<(DateTimeOffset At, int Instances)>();
        foreach (var entry in decisions.Reverse())
        {
            var after = entry.Starting + entry.Idle + entry.Busy + entry.Draining + entry.Decision.Create - entry.Decision.Remove.Count;
            if (entry.Decision.At <= from)
                steps.Clear();
            steps.Add((entry.Decision.At < from ? from : entry.Decision.At, Math.Max(0, after)));
        }

        var waits = tasks.Where(task => task is { DoneAt: not null, Duration: not null }).Select(task => task.DoneAt!.Value - task.PutAt - task.Duration!.Value).Select(wait => wait < TimeSpan.Zero ? TimeSpan.Zero : wait).ToList();
        return new ScalingOutcome(ReplayWaits.Of(waits), Seconds(steps, to), Most(steps), steps);
    }

    /// <summary>What would have happened. A replay ends when nothing would change any more; what is there then stays to the end of the span.</summary>
    public static ScalingOutcome Of(ReplayResult replay, DateTimeOffset to)
    {
        List<(DateTimeOffset At, int Instances)> steps = [.. replay.Points.Select(point => (point.At, point.Instances))];
        var rest = steps.Count > 0 && to > replay.End ? (to - replay.End).TotalSeconds * steps[^1].Instances : 0;
        return new ScalingOutcome(replay.Waits, replay.InstanceSeconds + rest, replay.Peak, steps);
    }

    private static double Seconds(List<(DateTimeOffset At, int Instances)> steps, DateTimeOffset to)
    {
        var seconds = 0.0;
        for (var i = 0; i < steps.Count; i++)
            seconds += steps[i].Instances * Math.Max(0, ((i + 1 < steps.Count ? steps[i + 1].At : to) - steps[i].At).TotalSeconds);
        return seconds;
    }

    private static int Most(List<(DateTimeOffset At, int Instances)> steps) => steps.Select(step => step.Instances).DefaultIfEmpty(0).Max();
}
