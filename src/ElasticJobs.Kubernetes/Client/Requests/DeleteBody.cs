using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>The API's DeleteOptions.</summary>
internal static class DeleteBody
{
    public static byte[]? Of(DeleteOptions options)
    {
        if (options == DeleteOptions.Default)
            return null;
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.GracePeriod is { } grace)
            body["gracePeriodSeconds"] = (long)Math.Ceiling(grace.TotalSeconds);
        if (options.Propagation is { } propagation)
            body["propagationPolicy"] = propagation.ToString();
        var preconditions = new JsonObject();
        if (options.PreconditionUid is not null)
            preconditions["uid"] = options.PreconditionUid;
        if (options.PreconditionResourceVersion is not null)
            preconditions["resourceVersion"] = options.PreconditionResourceVersion;
        if (preconditions.Count > 0)
            body["preconditions"] = preconditions;
        return System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
