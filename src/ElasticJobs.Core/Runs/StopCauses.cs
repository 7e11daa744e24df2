namespace ElasticJobs.Core.Runs;

/// <summary>Values of <see cref="TaskAttempt.StopCause"/>.</summary>
public static class StopCauses
{
    /// <summary>The attempt ran longer than its task may.</summary>
    public const string Timeout = "timeout";

    /// <summary>The attempt did not run as soon as its task must.</summary>
    public const string StartTimeout = "start_timeout";

    /// <summary>The run took longer than its pipeline may.</summary>
    public const string RunTimeout = "run_timeout";

    /// <summary>Somebody asked.</summary>
    public const string Stopped = "stopped";
}
