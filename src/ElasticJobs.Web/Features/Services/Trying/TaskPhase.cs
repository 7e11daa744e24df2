namespace ElasticJobs.Web.Features.Services.Trying;

/// <summary>Where a task is that somebody watches.</summary>
public enum TaskPhase
{
    Waiting,
    Running,

    /// <summary>Its result is there.</summary>
    Succeeded,

    /// <summary>Its result says that it failed.</summary>
    Failed,

    /// <summary>It was given to instances too often.</summary>
    Dead,

    /// <summary>It is not in the queue, and no result was found: cancelled, or done without one.</summary>
    Gone,
}
