using System.ComponentModel.DataAnnotations;

namespace ElasticJobs.Web;

/// <summary>Section <c>ElasticJobs</c> of the settings (environment: <c>ElasticJobs__DataDirectory</c> and so on).</summary>
internal sealed class ConsoleOptions
{
    public const string Section = "ElasticJobs";

    /// <summary>Database, logs, workspaces and keys. Relative to where the console was started. Default: <c>data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>What executes pods: <c>Local</c>, processes of this machine, or <c>Kubernetes</c>, pods of a cluster.</summary>
    [Required]
    [RegularExpression("(?i)^(local|kubernetes)$", ErrorMessage = "ElasticJobs:Runtime must be Local or Kubernetes. Set ElasticJobs__Runtime to one of them, or leave it out for Local.")]
    public string Runtime { get; set; } = "Local";

    /// <summary>Makes an admin token of this value, for automation. 32 characters or more. Default: none.</summary>
    [MinLength(32, ErrorMessage = "ElasticJobs:BootstrapToken must have 32 characters or more. Take a longer one, e.g. from 'openssl rand -hex 32'.")]
    public string? BootstrapToken { get; set; }

    /// <summary>Where the other consoles on the same database reach this one, e.g. <c>http://10.1.2.3:8080</c>: queues are served by the one that leads, and the others pass requests on to it. Default: where it listens, which is enough for consoles of one machine.</summary>
    public Uri? AdvertisedUrl { get; set; }

    public bool UsesKubernetes => string.Equals(Runtime, "Kubernetes", StringComparison.OrdinalIgnoreCase);

    public string FullDataDirectory => Path.GetFullPath(DataDirectory);
}
