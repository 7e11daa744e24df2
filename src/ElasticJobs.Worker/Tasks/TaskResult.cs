namespace ElasticJobs.Worker.Tasks;

/// <summary>How a task that is done ended. What is null is not known, or does not apply.</summary>
/// <param name="Status">Of a server's answer.</param>
/// <param name="LastCode">A status as in HTTP. Null: it went well.</param>
internal sealed record TaskResult(ReadOnlyMemory<byte> Body, long DurationMs, int? ExitCode = null, int? LastCode = null, long? PeakMemoryBytes = null, int? Status = null)
{
    /// <summary>Whoever sent it has to change something.</summary>
    public const int WrongRequest = 400;

    public const int TimedOut = 408;

    public const int TooLarge = 413;

    /// <summary>The command ended with a code other than 0.</summary>
    public const int Failed = 500;
}
