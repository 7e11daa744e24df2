namespace ElasticJobs.Cli;

/// <summary>What <c>ejobs</c> ends with. The first four follow a run's state.</summary>
internal static class ExitCodes
{
    public const int Succeeded = 0;
    public const int Failed = 1;

    /// <summary>The command itself: wrong usage, refused, no answer.</summary>
    public const int Error = 2;
    public const int Stopped = 3;
    public const int TimedOut = 4;

    public static int Of(string runState) => runState switch
    {
        "Succeeded" => Succeeded,
        "Stopped" => Stopped,
        "TimedOut" => TimedOut,
        _ => Failed,
    };
}
