using System.Text.RegularExpressions;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>What is wrong with what a task says of its pod and where that may run.</summary>
internal static partial class PlacementRules
{
    /// <param name="template">Null: unknown.</param>
    public static void Check(TaskSpec task, TemplateSpec? template, string path, List<Problem> problems)
    {
        CheckMounts(task.Mounts, $"{path}.mounts", problems);
        ResourceSyntax.ReadBytes(task.Shm, $"{path}.shm", problems);
        NodeSelectorSyntax.Check(task.NodeSelector, $"{path}.nodeSelector", problems);
        TolerationSyntax.Read(task.Tolerations, $"{path}.tolerations", problems);
        HostAliasSyntax.Read(task.HostAliases, $"{path}.hostAliases", problems);
        CheckImage(task.Image, template, $"{path}.image", problems);
        if (task.ServiceAccount is { Length: > 0 } account && !KubernetesNames.IsObject(account))
        {
            problems.Add(ProblemTexts.Make($"{path}.serviceAccount", ProblemCodes.BadObjectName, account));
        }

        foreach (var (name, value) in task.SecretEnv)
        {
            CheckSecret(value, $"{path}.env.{name}", problems);
        }
    }

    /// <summary>One that holds an expression is read when that is filled in.</summary>
    private static void CheckMounts(IReadOnlyList<string> mounts, string path, List<Problem> problems)
    {
        List<Problem> found = [];
        // The user changes paths, but no two of them into the same.
        MountSyntax.Read([.. mounts.Select((mount, i) => IsExpression(mount) ? $"m(pvc):/{i}" : mount)], "user", path, found);
        problems.AddRange(found);
    }

    private static void CheckImage(string? image, TemplateSpec? template, string path, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(image))
        {
            return;
        }

        if (template is { TakesImage: false })
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ImageNotTaken, template.Name));
        }
        else if (!IsExpression(image) && !IsImage(image))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadImage, image));
        }
    }

    public static bool IsImage(string text) => ImagePattern().IsMatch(text);

    public static void CheckSecret(Pods.SecretKey value, string path, List<Problem> problems)
    {
        if (!KubernetesNames.IsObject(value.Secret))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadObjectName, value.Secret));
        }

        if (!KubernetesNames.IsDataKey(value.Key))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadSecretKey, value.Key));
        }
    }

    private static bool IsExpression(string text) => text.Contains("{{", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z0-9]\S{0,1023}\z", RegexOptions.None, 1000)]
    private static partial Regex ImagePattern();
}
