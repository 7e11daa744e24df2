using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Conditions;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Templates.Manifests;

/// <summary>From a resource task's form to what its pod stands for.</summary>
internal static class ResourceManifests
{
    public const string ConditionExample = "status.succeeded > 0";

    /// <summary>What can be told before expressions are filled in.</summary>
    public static void Check(JsonObject args, string path, List<Problem> problems)
    {
        // An expression in the place of a kind can be anything.
        if (Text(args, "manifest") is { } text && ManifestText.Read(text, $"{path}.manifest", static (_, _) => "{{}}", problems) is { } manifest)
        {
            CheckObject(manifest, args, path, problems);
        }

        foreach (var field in (string[])["successCondition", "failureCondition"])
        {
            CheckCondition(Text(args, field), $"{path}.{field}", problems);
        }
    }

    /// <param name="name">The object's.</param>
    /// <param name="args">Filled in, but for the manifest's text.</param>
    /// <returns>Null: <paramref name="problems"/> say why.</returns>
    public static ResourceManifest? Make(string name, JsonObject args, Func<string, int, string> fill, List<Problem> problems)
    {
        var before = problems.Count;
        if (ManifestText.Read(Text(args, "manifest") ?? "", "args.manifest", fill, problems) is { } manifest)
        {
            CheckObject(manifest, args, "args", problems);
        }
        else
        {
            return null;
        }

        var (success, failure) = (Text(args, "successCondition"), Text(args, "failureCondition"));
        CheckCondition(success, "args.successCondition", problems);
        CheckCondition(failure, "args.failureCondition", problems);
        if (problems.Count > before)
        {
            return null;
        }

        var known = KindOf(manifest);
        var metadata = manifest["metadata"] as JsonObject ?? [];
        metadata.Remove("generateName");
        metadata["name"] = name;
        manifest["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        return new ResourceManifest
        {
            Manifest = manifest,
            SuccessCondition = success ?? known!.Success,
            FailureCondition = failure ?? known?.Failure,
            MessagePath = known?.Message,
            PodSelector = Text(args, "podSelector") ?? known?.SelectorOf(name),
        };
    }

    private static void CheckObject(JsonObject manifest, JsonObject args, string path, List<Problem> problems)
    {
        foreach (var field in (string[])["apiVersion", "kind"])
        {
            if (manifest[field] is not JsonValue value || value.GetValueKind() != JsonValueKind.String || value.ToString().Length == 0)
            {
                problems.Add(Bad($"{path}.manifest", $"The manifest has no {field}.", $"Add it, e.g. {(field == "kind" ? "kind: Job" : "apiVersion: batch/v1")}.", $"清单缺少 {field}。", $"请添加，例如 {(field == "kind" ? "kind: Job" : "apiVersion: batch/v1")}。"));
                return;
            }
        }

        if (manifest["metadata"] is not (null or JsonObject))
        {
            problems.Add(Bad($"{path}.manifest", "metadata is no mapping.", "Write it like metadata: {labels: {team: demo}}, or take it out.", "metadata 不是映射。", "请写成 metadata: {labels: {team: demo}}，或将其删除。"));
        }
        else if (manifest["metadata"]?["namespace"] is not null)
        {
            problems.Add(Bad($"{path}.manifest", "The manifest names a namespace.", "Take metadata.namespace out: the project's is used.", "清单指定了命名空间。", "请删除 metadata.namespace：将使用项目的命名空间。"));
        }

        if (Text(args, "successCondition") is null && KindOf(manifest) is null && !$"{manifest["apiVersion"]}{manifest["kind"]}".Contains("{{", StringComparison.Ordinal))
        {
            problems.Add(ProblemTexts.Make(
                $"{path}.successCondition", ProblemCodes.ConditionMissing, $"{manifest["apiVersion"]} {manifest["kind"]}", string.Join(", ", ResourceKind.All.Select(kind => kind.Kind).Distinct())));
        }
    }

    private static void CheckCondition(string? text, string path, List<Problem> problems)
    {
        if (text is not null && !text.Contains("{{", StringComparison.Ordinal) && !ResourceCondition.TryParse(text, out _, out var error))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadCondition, text, $"{error.Position + 1}", error.En, ConditionExample, error.Zh));
        }
    }

    private static ResourceKind? KindOf(JsonObject manifest) => ResourceKind.Find($"{manifest["apiVersion"]}", $"{manifest["kind"]}");

    private static string? Text(JsonObject args, string name) => args[name]?.ToString() is { Length: > 0 } text ? text : null;

    private static Problem Bad(string path, string message, string fix, string messageZh, string fixZh) =>
        ProblemTexts.Make(path, ProblemCodes.BadManifest, message, fix, messageZh, fixZh);
}
