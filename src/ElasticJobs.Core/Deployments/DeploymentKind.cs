using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Deployments;

/// <summary>As <c>metadata.type</c> names it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeploymentKind>))]
public enum DeploymentKind
{
    /// <summary>An elastic job: a queue, and instances that come and go with its length and loop over its tasks.</summary>
    ScalableJob,

    /// <summary>The same, and a front end of its own that is always there and puts tasks into the queue.</summary>
    ScalableJobService,
}
