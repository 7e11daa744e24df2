namespace ElasticJobs.Core.Pods;

/// <summary>
/// A task of an elastic job that stands for the pod: it is put into the service's queue under the pod's name as its request id, so that a start that is repeated puts nothing, and an instance of the service does it.
/// Its log is that of the pod's container <c>main</c>, its result the pod's outputs, and to stop the pod is to cancel it.
/// </summary>
public sealed record QueueTask
{
    /// <summary>Name of the elastic job, of the pod's own project.</summary>
    public required string Service { get; init; }

    /// <summary><see cref="Queues.TaskRules.Command"/> or <see cref="Queues.TaskRules.Query"/>.</summary>
    public required string Type { get; init; }

    /// <summary>A command line, or the body of a request. Sent as UTF-8.</summary>
    public required string Payload { get; init; }

    /// <summary>Greater ones go first. 0: normal.</summary>
    public int Priority { get; init; }

    /// <summary>As put, those of the request included; without the type.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
