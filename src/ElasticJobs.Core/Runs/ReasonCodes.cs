namespace ElasticJobs.Core.Runs;

/// <summary>Codes of <see cref="TaskReason"/>: stable, since pages translate by them and the machine itself reads some back after a restart.</summary>
public static class ReasonCodes
{
    /// <summary>{0}: the upstream task, {1}: how it ended.</summary>
    public const string Upstream = "upstream";

    /// <summary>Skipped, since a <c>failed</c> edge's task {0} did not fail.</summary>
    public const string Condition = "condition";

    /// <summary>Skipped, since the pipeline says so.</summary>
    public const string Skip = "skip";

    /// <summary>{0}: the limit.</summary>
    public const string Parallelism = "parallelism";

    /// <summary>{0}: seconds until the next try, {1}: number of that try.</summary>
    public const string Backoff = "backoff";

    /// <summary>The runtime has the pod and can't run it yet. The message is the runtime's.</summary>
    public const string Pending = "pending";

    /// <summary>{0}: the code.</summary>
    public const string ExitCode = "exit_code";

    /// <summary>{0}: the attempt's time limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>{0}: the run's time limit.</summary>
    public const string RunTimeout = "run_timeout";

    public const string StartError = "start_error";
    public const string Lost = "lost";
    public const string OutOfMemory = "oom";

    /// <summary>{0}: who stopped the run.</summary>
    public const string Stopped = "stopped";

    /// <summary>What it left in <c>$EJ_OUTPUTS</c> could not be taken.</summary>
    public const string Outputs = "outputs";

    /// <summary>What the task says could not be made into a pod.</summary>
    public const string Expression = "expression";
}
