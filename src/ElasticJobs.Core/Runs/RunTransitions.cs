using System.Collections.Frozen;
using static ElasticJobs.Core.Runs.RunState;

namespace ElasticJobs.Core.Runs;

/// <summary>The one table of a run's states. A retry takes an ended run back to Running.</summary>
public static class RunTransitions
{
    public static FrozenDictionary<RunState, FrozenSet<RunState>> Table { get; } = new Dictionary<RunState, FrozenSet<RunState>>
    {
        [Queued] = Set(Running, Stopped, Failed),
        [Running] = Set(Succeeded, Failed, Stopped, TimedOut),
        [Succeeded] = Set(Running),
        [Failed] = Set(Running),
        [Stopped] = Set(Running),
        [TimedOut] = Set(Running),
    }.ToFrozenDictionary();

    public static bool Allows(RunState from, RunState to) => Table[from].Contains(to);

    private static FrozenSet<RunState> Set(params RunState[] states) => states.ToFrozenSet();
}
