using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.Detail.Panel;

public sealed partial class TaskDataTab
{
    private IEnumerable<KeyValuePair<string, string>> Outputs => Attempt is not null && Attempt != Task.Latest ? Attempt.Outputs : Task.Run.Outputs;

    private IEnumerable<(TaskRow Upstream, IEnumerable<KeyValuePair<string, string>> Values)> Upstream =>
        (Task.Spec?.After ?? []).Select(edge => Picture.Task(edge.Task)).OfType<TaskRow>().Select(upstream => (upstream, upstream.Run.Outputs.AsEnumerable()));

    private IEnumerable<KeyValuePair<string, string>> Parameters => Texts(Picture.Run.Parameters);

    private IEnumerable<KeyValuePair<string, string>> Args => Texts(Task.Spec!.Args);

    /// <summary>What was run: the command and the files that it reads, expressions filled in.</summary>
    private IReadOnlyCollection<KeyValuePair<string, string>>? Rendered
    {
        get
        {
            try
            {
                return Attempt is null || PodManifest.Read(Attempt.Manifest).Containers is not [var container, ..]
                    ? null
                    : [KeyValuePair.Create(T["Command"].Value, string.Join(' ', container.Command)), .. container.Files];
            }
            catch (JsonException)
            {
                // Of an older console, or of a task that no pod could be made of.
                return null;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonObject values) => values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value switch
    {
        null => "null",
        JsonValue value => value.ToString(),
        var other => other.ToJsonString(),
    }));
}
