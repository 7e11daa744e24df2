using System.ComponentModel.DataAnnotations;

namespace ElasticJobs.Scheduler;

/// <summary>How much the scheduler does at once.</summary>
public sealed class SchedulerOptions
{
    public const string Section = "ElasticJobs:Scheduler";

    /// <summary>Tasks of one run that may be started at once when its pipeline sets no lower limit of its own, so that a wide fan-out
    /// does not ask a single machine for thousands of processes. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaxParallelism { get; set; } = 500;

    /// <summary>Tasks that may be started at once over all runs, debug runs included; the oldest run's come first, the others wait as Queued. For a machine that can't take what its runs
    /// allow together; a cluster has a scheduler of its own. Null, the default: any number.</summary>
    [Range(1, 1_000_000)]
    public int? TasksAtOnce { get; set; }

    /// <summary>Pod starts and stops under way at the runtime at once, over all runs. More keeps a slow runtime busy, fewer spares it. Default 64.</summary>
    [Range(1, 10_000)]
    public int PodCommandsAtOnce { get; set; } = 64;

    /// <summary>Runs decided and committed at once. The store puts commits that meet into one transaction, so more raises throughput until it is bound by the processor. Default 64.</summary>
    [Range(1, 1_000)]
    public int RunsAtOnce { get; set; } = 64;

    /// <summary>How long logs of instances of elastic jobs are kept after the instance has gone. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepInstanceLogs { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often the use of instances is read whose autoscaler goes by cpu, memory or gpu. Default 10 s: a cluster's nodes measure no more often.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan InstanceUseInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Environment that this installation gives to every task and debug terminal, e.g. <c>EJ_SAMPLES</c>. A pipeline's and a task's own env override it. Default: none.</summary>
    public Dictionary<string, string> TaskEnv { get; } = new(StringComparer.Ordinal);
}
