using System.Globalization;
using System.Text;
using ElasticJobs.Worker.Tasks;

namespace ElasticJobs.Worker.Instances;

/// <summary>The variables that a command gets besides those of its container, as shell text.</summary>
internal static class TaskEnvironment
{
    private const string TagPrefix = "EJ_TAG_";

    public static byte[] Script(TaskOrder order, string progress)
    {
        var script = new StringBuilder();
        foreach (var (key, value) in order.Tags)
            Export(TagPrefix + Name(key), value);
        Export("EJ_TASK_INDEX", order.Index.ToString(CultureInfo.InvariantCulture));
        Export("EJ_REQUEST_ID", order.RequestId);
        Export("EJ_PROGRESS", progress);
        return Encoding.UTF8.GetBytes(script.ToString());

        void Export(string name, string value)
        {
            // No variable can hold it.
            if (!value.Contains('\0'))
                script.Append("export ").Append(name).Append("='").Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append("'\n");
        }
    }

    /// <summary>Capitals, digits and <c>_</c>; whatever else a key has becomes <c>_</c>.</summary>
    private static string Name(string key) => string.Concat(key.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
}
