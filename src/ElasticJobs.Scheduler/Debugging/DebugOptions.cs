using System.ComponentModel.DataAnnotations;

namespace ElasticJobs.Scheduler.Debugging;

/// <summary>Debug terminals.</summary>
public sealed class DebugOptions
{
    public const string Section = "ElasticJobs:Debug";

    /// <summary>Terminals open at once, over all projects; each is a shell with whatever is started in it. Default 20.</summary>
    [Range(1, 1_000)]
    public int SessionsAtOnce { get; set; } = 20;

    /// <summary>Time to live of a new terminal; no longer than <see cref="LongestTimeToLive"/>. Default 2 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Longest time to live that extending can give, counted from then. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan LongestTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Bytes of output kept for those who attach later. Default 256 KB: some thousand lines.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int ScrollbackBytes { get; set; } = 256 * 1024;
}
