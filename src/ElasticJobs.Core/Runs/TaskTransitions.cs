using System.Collections.Frozen;
using static ElasticJobs.Core.Runs.TaskState;

namespace ElasticJobs.Core.Runs;

/// <summary>The one table of a task's states. Docs print it; nothing changes a state past it.</summary>
public static class TaskTransitions
{
    /// <summary>From each state, those that may follow. A retry by hand, which takes a terminal state back to Waiting, is the only way out of one.</summary>
    public static FrozenDictionary<TaskState, FrozenSet<TaskState>> Table { get; } = new Dictionary<TaskState, FrozenSet<TaskState>>
    {
        [Waiting] = Set(Queued, Skipped, UpstreamFailed, Stopped, Cached),
        [Queued] = Set(Starting, Stopped, Failed, Cached),
        [Starting] = Set(Running, Succeeded, Failed, TimedOut, Stopped, Queued),
        [Running] = Set(Succeeded, Failed, TimedOut, Stopped, Queued),
        [Succeeded] = Set(Waiting),
        [Failed] = Set(Waiting),
        [TimedOut] = Set(Waiting),
        [Stopped] = Set(Waiting),
        [Skipped] = Set(Waiting),
        [UpstreamFailed] = Set(Waiting),
        [Cached] = Set(Waiting),
    }.ToFrozenDictionary();

    public static bool IsTerminal(TaskState state) => state is Succeeded or Failed or TimedOut or Stopped or Skipped or UpstreamFailed or Cached;

    /// <summary>What a <c>succeeded</c> edge asks of the task it comes from.</summary>
    public static bool CountsAsSucceeded(TaskState state) => state is Succeeded or Skipped or Cached;

    public static bool Allows(TaskState from, TaskState to) => Table[from].Contains(to);

    private static FrozenSet<TaskState> Set(params TaskState[] states) => states.ToFrozenSet();
}
