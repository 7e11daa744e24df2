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

    /// <summary>As many tasks as allowed are started over all runs. {0}: the limit.</summary>
    public const string Capacity = "capacity";

    /// <summary>{0}: seconds until the next try, {1}: number of that try.</summary>
    public const string Backoff = "backoff";

    /// <summary>The runtime has the pod and can't run it yet. The message is the runtime's.</summary>
    public const string Pending = "pending";

    /// <summary>{0}: the code.</summary>
    public const string ExitCode = "exit_code";

    /// <summary>{0}: the attempt's time limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>It did not run within {0}. {1}: why not, in the runtime's words, or empty.</summary>
    public const string StartTimeout = "start_timeout";

    /// <summary>{0}: the run's time limit.</summary>
    public const string RunTimeout = "run_timeout";

    public const string StartError = "start_error";
    public const string Lost = "lost";
    public const string OutOfMemory = "oom";

    /// <summary>No node had room for it, or the quota is used up. {0}: the runtime's words, here and in the next ones.</summary>
    public const string Unschedulable = "unschedulable";

    public const string ImagePull = "image_pull";

    /// <summary>Its container can't be made of what the pod says.</summary>
    public const string CreateError = "create_error";

    public const string Evicted = "evicted";
    public const string NodeLost = "node_lost";
    public const string Preempted = "preempted";

    /// <summary>Somebody else deleted its pod.</summary>
    public const string Deleted = "deleted";

    /// <summary>The pod ran past the runtime's own deadline.</summary>
    public const string Deadline = "deadline";

    /// <summary>{0}: who stopped the run.</summary>
    public const string Stopped = "stopped";

    /// <summary>An init container has failed. {0}: the runtime's words.</summary>
    public const string InitFailed = "init_failed";

    /// <summary>The object of a resource task says that it has failed. {0}: its words.</summary>
    public const string ObjectFailed = "object_failed";

    /// <summary>A queue task waits. {0}: its position, {1}: how many wait, {2}: the service.</summary>
    public const string InQueue = "in_queue";

    /// <summary>The same, {3}: about how long.</summary>
    public const string InQueueFor = "in_queue_for";

    /// <summary>It runs. {0}: how much is done, 0 to 1; {1}: the same in percent; {2}: its own words, or empty.</summary>
    public const string Progress = "progress";

    /// <summary>A queue task went wrong elsewhere than in a command. {0}: how, in words.</summary>
    public const string QueueTaskFailed = "queue_task_failed";

    /// <summary>A queue task is a dead letter. {0}: why, in words.</summary>
    public const string DeadLetter = "dead_letter";

    /// <summary>What it left in <c>$EJ_OUTPUTS</c> could not be taken.</summary>
    public const string Outputs = "outputs";

    /// <summary>What the task says could not be made into a pod. {0}: the message in Chinese.</summary>
    public const string Expression = "expression";
}
