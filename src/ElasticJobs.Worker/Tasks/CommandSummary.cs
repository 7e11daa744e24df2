namespace ElasticJobs.Worker.Tasks;

/// <summary>A command's result. What is null was not to be had.</summary>
/// <param name="PeakMemoryBytes">The greatest resident memory of its processes together that was seen.</param>
/// <param name="OutputTail">The end of what it wrote, as text.</param>
/// <param name="Reason">Why it was ended, if it did not end by itself.</param>
internal sealed record CommandSummary(int ExitCode, long DurationMs, long? PeakMemoryBytes, double? CpuSeconds, string OutputTail, string? Reason = null);
