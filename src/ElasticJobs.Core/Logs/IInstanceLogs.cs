using System.Text.Json.Serialization;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Logs;

/// <summary>Which logs there are of instances and front ends of elastic jobs, those that are gone included. It stands beside the logs, so that a console that was killed finds it again.</summary>
public interface IInstanceLogs
{
    /// <summary>The instance's log is to be kept. Again: a no-op.</summary>
    void Begin(InstanceLog log);

    /// <summary>Nothing is added to it any more. Unknown, or ended before: a no-op.</summary>
    void End(string service, string instance, DateTimeOffset at);

    /// <summary>Of a service, the newest first.</summary>
    IReadOnlyList<InstanceLog> List(string service);

    /// <summary>Of all services, those that were deleted included.</summary>
    IReadOnlyList<InstanceLog> ListAll();

    /// <summary>Null: there is none, or not any more.</summary>
    InstanceLog? Find(string service, string instance);

    /// <inheritdoc cref="Find(string, string)"/>
    InstanceLog? Find(RunId id);

    /// <summary>Removes the log with all its files.</summary>
    Task RemoveAsync(InstanceLog log, CancellationToken cancellationToken);
}

/// <summary>The log of one instance or front end.</summary>
/// <param name="Instance">Name of its pod, which is never used again.</param>
/// <param name="Kind">See <see cref="Elasticity.ServiceLabels.InstanceKind"/>.</param>
/// <param name="Id">Under which its lines lie, as those of a run do.</param>
/// <param name="EndedAt">Null: it is there, or nobody has looked since it went.</param>
public sealed record InstanceLog(string Project, string Service, string Instance, string Kind, RunId Id, DateTimeOffset BegunAt, DateTimeOffset? EndedAt = null)
{
    [JsonIgnore]
    public AttemptKey Key => KeyOf(Id, Kind);

    public static AttemptKey KeyOf(RunId id, string kind) => new(id, kind, 1);
}
