using System.Globalization;
using System.Text;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Pods;

/// <summary>A queue task as the call that a person would make.</summary>
public static class QueueTaskText
{
    /// <summary>Puts the same task under the same request id: while the pod's own is there or remembered it changes nothing. The console's address and a token are left to variables.</summary>
    /// <param name="pod">With a <see cref="PodSpec.QueueTask"/>.</param>
    public static string Curl(PodSpec pod)
    {
        var task = pod.QueueTask!;
        var type = task.Tags.GetValueOrDefault(ContentType);
        var address = new StringBuilder($"{QueueAddress.Of(task.Service)}?{TaskRules.TypeTag}={task.Type}&{TaskTags.RequestId}={pod.Name}");
        if (task.Priority != 0)
            address.Append(CultureInfo.InvariantCulture, $"&_priority_={task.Priority}");
        foreach (var (name, value) in task.Tags.Where(tag => tag.Key != ContentType).OrderBy(tag => tag.Key, StringComparer.Ordinal))
            address.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        // Without a word of it, curl says that the body is a form.
        return $"curl -fsS \"$EJOBS_SERVER\"{Quote(address.ToString())} -H \"Authorization: Bearer $EJOBS_TOKEN\" -H {Quote($"Content-Type:{(type is null ? "" : " " + type)}")} --data-binary {Quote(task.Payload)}";
    }

    private static string ContentType { get; } = QueryTags.Header("content-type");

    /// <summary>One word of a POSIX shell.</summary>
    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
