using System.Text.Json;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.Detail.Panel;

internal static class QueuedTask
{
    /// <summary>The pod of an attempt that is a task of an elastic job. Null: it is another one's, or can't be read.</summary>
    public static PodSpec? Of(string manifest)
    {
        try
        {
            return PodManifest.Read(manifest) is { QueueTask: not null } pod ? pod : null;
        }
        catch (JsonException)
        {
            // Of an older console, or of a task that no pod could be made of.
            return null;
        }
    }
}
