using ElasticJobs.Core.Pods;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>The fields of a task that say what its pod is given and where it may run.</summary>
internal static class PlacementReading
{
    /// <summary>A text with several, or a list of them.</summary>
    public static IReadOnlyList<string> Mounts(YamlBinder task) =>
        task.Get("mounts") is YamlScalarNode { Value: { } text } ? MountSyntax.Split(text) : task.List("mounts") ?? [];

    public static IReadOnlyList<string> HostAliases(YamlBinder task) => task.Get("hostAliases") is YamlScalarNode { Value: { } text }
        ? text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : task.List("hostAliases") ?? [];

    public static IReadOnlyDictionary<string, string> NodeSelector(YamlBinder task)
    {
        if (task.Get("nodeSelector") is not YamlScalarNode { Value: { } text } node)
        {
            return task.Texts("nodeSelector");
        }

        if (!NodeSelectorSyntax.TryRead(text, out var labels, out var wrong))
        {
            task.Add(node, task.PathOf("nodeSelector"), ProblemCodes.BadLabel, wrong, "pair", NodeSelectorSyntax.Example, "键值对");
        }

        return labels;
    }

    /// <summary>Texts, or mappings in Kubernetes' own form.</summary>
    public static IReadOnlyList<string> Tolerations(YamlBinder task)
    {
        if (task.Get("tolerations") is YamlScalarNode { Value: { } single })
        {
            return [single];
        }

        List<string> tolerations = [];
        foreach (var (node, path) in task.Items("tolerations"))
        {
            if (node is YamlScalarNode { Value: { } text })
            {
                tolerations.Add(text);
            }
            else if (task.ItemBinder(node, path, "a toleration: text, or a mapping with key and effect") is { } binder)
            {
                tolerations.Add(TolerationSyntax.Format(Toleration(binder)));
                binder.Finish();
            }
        }

        return tolerations;
    }

    public static ImagePullPolicy? PullPolicy(YamlBinder task) =>
        task.Get("imagePullPolicy") is null ? null : task.Choice("imagePullPolicy", ImagePullPolicy.IfNotPresent);

    /// <summary>Values are texts, or <c>{secret: name, key: key}</c>.</summary>
    public static (IReadOnlyDictionary<string, string> Env, IReadOnlyDictionary<string, SecretKey> Secrets) Env(YamlBinder task)
    {
        Dictionary<string, SecretKey> secrets = [];
        var env = task.Texts("env", "text, or {secret: name, key: key}", (name, value) =>
        {
            secrets[name] = new SecretKey(value.RequiredText("secret", "secret: database"), value.RequiredText("key", "key: password"));
            value.Finish();
        });
        return (env, secrets);
    }

    private static Toleration Toleration(YamlBinder binder)
    {
        var key = binder.Text("key");
        var value = binder.Text("value");
        var operation = binder.Choice("operator", key is null || value is null ? TolerationOperator.Exists : TolerationOperator.Equal);
        TaintEffect? effect = binder.Get("effect") is null ? null : binder.Choice("effect", TaintEffect.NoSchedule);
        var seconds = binder.Whole("tolerationSeconds", 0, int.MaxValue);
        return new Toleration(key, operation, operation == TolerationOperator.Equal ? value ?? "" : null, effect, seconds is { } time ? TimeSpan.FromSeconds(time) : null);
    }
}
