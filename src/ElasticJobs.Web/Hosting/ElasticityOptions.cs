namespace ElasticJobs.Web.Hosting;

/// <summary>Section <c>ElasticJobs:Elasticity</c>: how instances of elastic jobs work with this console.</summary>
internal sealed class ElasticityOptions
{
    public const string Section = "ElasticJobs:Elasticity";

    /// <summary>Where instances reach the console, e.g. <c>http://elasticjobs.default:8080</c>. Default: on one machine where the console listens; in a cluster it has to be said.</summary>
    public Uri? ConsoleUrl { get; set; }

    /// <summary>In a cluster: the image that has the worker, which is the console's own. No default.</summary>
    public string? WorkerImage { get; set; }
}
