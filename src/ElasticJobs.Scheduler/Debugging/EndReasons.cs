namespace ElasticJobs.Scheduler.Debugging;

/// <summary>Words of <see cref="Core.Debugging.DebugSession.EndReason"/>.</summary>
internal static class EndReasons
{
    public const string Stopped = "stopped";
    public const string Expired = "expired";
    public const string Exited = "exited";
    public const string ConsoleRestarted = "console_restarted";
}
