using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Runs;

/// <summary>One task inside a <see cref="RunMachine"/>: its rows, and what is only known in memory.</summary>
internal sealed class TaskSlot(int place, TaskSpec spec, TaskRun row)
{
    public int Place { get; } = place;

    public TaskSpec Spec { get; } = spec;

    public TaskRun Row { get; set; } = row;

    /// <summary>By number, the latest last.</summary>
    public List<TaskAttempt> Attempts { get; } = [];

    /// <summary>Upstream edges whose task has not ended.</summary>
    public int Remaining { get; set; }

    /// <summary>How far a stop of the live attempt has been asked of the runtime since this machine was loaded.</summary>
    public StopRequest Sent { get; set; }

    /// <summary>The attempt that has been started and has not ended.</summary>
    public TaskAttempt? Live => Row.State is TaskState.Starting or TaskState.Running ? Attempts[^1] : null;
}
