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

    /// <summary>It is done; its result is not in the output any more, or it had none.</summary>
    Taken,

    /// <summary>It was deleted before it was done.</summary>
    Cancelled,

    /// <summary>The queue knows nothing of it any more.</summary>
    Gone,
}
