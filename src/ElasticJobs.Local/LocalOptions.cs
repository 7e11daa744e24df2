using System.ComponentModel.DataAnnotations;

namespace ElasticJobs.Local;

/// <summary>How tasks run as processes of this machine.</summary>
public sealed class LocalOptions
{
    public const string Section = "ElasticJobs:Local";

    /// <summary>Absolute directory under which pods (<c>pods/</c>), workspaces (<c>workspaces/</c>), temporary files (<c>tmp/</c>) and terminals
    /// (<c>terminals/</c>) live. Must be on a file system with hard links and FIFOs. No default: the console sets it.</summary>
    [Required]
    public string DataDirectory { get; set; } = "";

    /// <summary>How long an ended pod that nobody removed is kept, so that its end is still told after a long outage of what watches. Zero: for good.
    /// Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan KeepEndedPods { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often running pods are looked at for ends that no notification told of. Ends are normally seen within milliseconds, without it.
    /// Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long processes that a task left behind may hold its output open before they are killed and the pod ends. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to enforce limits and to measure by control groups where they can be made. Default: true.</summary>
    public bool UseControlGroups { get; set; } = true;

    /// <summary><c>PATH</c> of tasks. Null (the default): that of the console.</summary>
    public string? Path { get; set; }

    /// <summary>Names of variables of the console's environment that tasks get too, e.g. <c>HTTPS_PROXY</c> or <c>CUDA_VISIBLE_DEVICES</c>.
    /// Default: none, so that no secret of the console reaches a task.</summary>
    public IList<string> InheritEnvironment { get; } = [];
}
