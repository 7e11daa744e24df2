namespace ElasticJobs.Web.Features.Services;

/// <summary>How a service is, in one word.</summary>
public enum ServiceState
{
    /// <summary>It is deployed; how it is, the console that leads knows.</summary>
    Deployed,

    /// <summary>It has an instance that is ready.</summary>
    Running,

    /// <summary>Instances start, and none is ready.</summary>
    Starting,

    /// <summary>No work and no instance.</summary>
    Resting,

    /// <summary>Starts fail, and the next one is put off.</summary>
    Failing,

    /// <summary>Its last instances end.</summary>
    Stopping,
    Stopped,
}
