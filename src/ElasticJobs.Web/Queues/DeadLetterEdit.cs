using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>What is to be other of a dead letter. Null: as it is.</summary>
/// <param name="Tags">All of them. Those that say what a query becomes may be among them; a missing <c>taskType</c> stays, and so does <c>requestId</c>, whatever is said.</param>
internal sealed record DeadLetterEdit(byte[]? Data = null, IReadOnlyDictionary<string, string>? Tags = null, int? Priority = null)
{
    /// <exception cref="RefusedException"><c>bad_parameter</c>, <c>task_type_missing</c>, <c>no_port</c>.</exception>
    public FramePut Of(Deployment service, QueueFrame dead)
    {
        var tags = Tags is null ? new Dictionary<string, string>(dead.Tags) : Read(Tags);
        if (dead.Tags.TryGetValue(TaskRules.TypeTag, out var type))
            tags.TryAdd(TaskRules.TypeTag, type);
        TaskRules.CheckType(service, tags.GetValueOrDefault(TaskRules.TypeTag));
        // A payload in a file stays there: it may be large, and if its file is gone, what was read is empty.
        var payload = Data is null ? dead.Payload : null;
        return new FramePut(Data ?? (payload is null ? dead.Data : default), tags, null, Priority ?? dead.Priority, tags.GetValueOrDefault(TaskRules.TenantTag, "")) { Payload = payload };
    }

    private static Dictionary<string, string> Read(IReadOnlyDictionary<string, string> given)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in given)
        {
            // JSON has null, which is no text.
            if (value is null)
                throw QueueCall.Bad(name, "null", "text");
            if (name.Length == 0 || (name[0] == '_' && !QueryTags.Has(name)))
                throw QueueCall.Bad(name, value, "named without '_' at its begin; such names are the protocol's");
            var (known, text) = QueryTags.Has(name) ? QueryTags.Read(name, value) : (name, value);
            tags[known] = text;
        }

        return tags;
    }
}
