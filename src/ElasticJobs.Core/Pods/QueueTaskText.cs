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
        var path = task.Tags.GetValueOrDefault(TaskTags.Path, "");
        var (at, query) = path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? (path[..mark], path[(mark + 1)..]) : (path, "");
        var text = new StringBuilder($"{QueueAddress.Of(task.Service)}{(at == "/" ? "" : at)}?{TaskRules.TypeTag}={task.Type}&{TaskTags.RequestId}={pod.Name}");
        if (task.Priority != 0)
            text.Append(CultureInfo.InvariantCulture, $"&_priority_={task.Priority}");
        foreach (var (name, value) in task.Tags.Where(tag => !tag.Key.StartsWith('_')))
            text.Append(CultureInfo.InvariantCulture, $"&{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        if (query.Length > 0)
            text.Append('&').Append(query);
        var address = Quote(text.ToString());
        text.Clear().Append("curl -fsS \"$EJ_URL\"").Append(address).Append(" -H \"Authorization: Bearer $EJ_TOKEN\"");
        if (task.Tags.TryGetValue(TaskTags.Header("content-type"), out var type))
            text.Append(" -H ").Append(Quote($"Content-Type: {type}"));
        return text.Append(" --data-binary ").Append(Quote(task.Payload)).ToString();
    }

    /// <summary>One word of a POSIX shell.</summary>
    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
