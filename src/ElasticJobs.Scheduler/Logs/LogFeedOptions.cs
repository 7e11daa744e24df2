using System.ComponentModel.DataAnnotations;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>How live logs reach their viewers.</summary>
public sealed class LogFeedOptions
{
    public const string Section = "ElasticJobs:Logs";

    /// <summary>Lines that a live viewer may be behind the log's end before it jumps there and is told of the gap. The lines wait in the log's file, not in memory,
    /// so this only decides when following live is worth more than having every line. Default 10,000: one second of a log that grows by 10,000 lines a second.</summary>
    [Range(100, 1_000_000)]
    public int MaxLinesBehind { get; set; } = 10_000;

    /// <summary>Lines before the end at which a viewer goes on after a gap. Must be fewer than <see cref="MaxLinesBehind"/>. Default 1,000: some screens full.</summary>
    [Range(0, 100_000)]
    public int LinesAfterGap { get; set; } = 1_000;

    /// <summary>Lines in one batch at most. Default 5,000.</summary>
    [Range(1, 10_000)]
    public int LinesInBatch { get; set; } = 5_000;

    /// <summary>Least time between two live batches of one viewer. Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromMilliseconds(100);
}
