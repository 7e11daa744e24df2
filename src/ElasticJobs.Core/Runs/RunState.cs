namespace ElasticJobs.Core.Runs;

/// <summary>States of a run. <see cref="RunTransitions"/> says which follow which.</summary>
public enum RunState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Stopped,
    TimedOut,
}

/// <summary>States of a task in a run, and of an attempt. <see cref="TaskTransitions"/> says which follow which.</summary>
public enum TaskState
{
    /// <summary>Its upstream tasks have not all ended.</summary>
    Waiting,

    /// <summary>Could start but for a limit or a retry's delay; the reason says which.</summary>
    Queued,

    /// <summary>Its pod's start is committed; the pod does not run yet.</summary>
    Starting,
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Stopped,

    /// <summary>Told to be left out; what follows takes it as succeeded.</summary>
    Skipped,

    /// <summary>Never started, since what it comes after ended otherwise than its edge asks.</summary>
    UpstreamFailed,

    /// <summary>Its result was taken from an earlier run.</summary>
    Cached,
}

public enum RunTrigger
{
    Manual,
    Schedule,
    Backfill,
    Api,
    Rerun,

    /// <summary>One task, or one and what follows, run from the canvas.</summary>
    Debug,
}

/// <summary>What was asked of a run, committed before it is acted on.</summary>
public enum StopRequest
{
    None,

    /// <summary>TERM, then KILL after the grace time.</summary>
    Stop,

    /// <summary>KILL at once.</summary>
    Kill,
}
