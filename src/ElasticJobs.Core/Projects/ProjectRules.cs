using System.Text.RegularExpressions;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Placement;

namespace ElasticJobs.Core.Projects;

/// <summary>What is wrong with a project as a person gave it, whatever the cluster says.</summary>
public static partial class ProjectRules
{
    private static readonly string[] OfTheCluster = ["kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Paths are those of the API, e.g. <c>place.quota.cpu</c>.</summary>
    public static IReadOnlyList<Problem> Check(Project project)
    {
        var problems = new List<Problem>();
        if (!ProjectName().IsMatch(project.Name))
            problems.Add(ProblemTexts.Make("name", ProjectCodes.BadProjectName, project.Name));
        if (project.Place is { } place)
            Check(project.Name, place, problems);
        return problems;
    }

    /// <summary>Without what says nothing: blank texts are null, an empty quota and an empty place too.</summary>
    public static ProjectPlace? Tidy(ProjectPlace? place)
    {
        if (place is null)
            return null;
        var quota = place.Quota is { } given ? new ProjectQuota(Text(given.Cpu), Text(given.Memory), Text(given.Gpu), Text(given.Pods)) : null;
        var tidy = new ProjectPlace
        {
            Context = Text(place.Context),
            Namespace = Text(place.Namespace),
            Quota = quota is { IsEmpty: false } ? quota : null,
            ServiceAccount = Text(place.ServiceAccount),
            PullSecrets = [.. (place.PullSecrets ?? []).Select(Text).OfType<string>().Distinct(StringComparer.Ordinal)],
            Workspace = Text(place.Workspace?.Size) is { } size ? new ProjectWorkspace(size, Text(place.Workspace!.StorageClass)) : null,
        };
        return tidy is { Context: null, Namespace: null, Quota: null, ServiceAccount: null, PullSecrets: [], Workspace: null } ? null : tidy;
    }

    /// <summary>Whether it is a name that an object of the cluster may have.</summary>
    public static bool IsObjectName(string text) => KubernetesNames.IsObject(text);

    private static void Check(string project, ProjectPlace place, List<Problem> problems)
    {
        if (place.Namespace is { } ns)
        {
            if (!KubernetesNames.IsDnsLabel(ns))
                problems.Add(ProblemTexts.Make("place.namespace", ProjectCodes.BadNamespace, ns));
            else if (OfTheCluster.Contains(ns))
                problems.Add(ProblemTexts.Make("place.namespace", ProjectCodes.ReservedNamespace, ns, $"ej-{project}"));
        }
        else
        {
            if (place.Context is not null)
                problems.Add(ProblemTexts.Make("place.namespace", ProjectCodes.ContextWithoutNamespace));
            if (place.Quota is not null)
                problems.Add(ProblemTexts.Make("place.namespace", ProjectCodes.NamespaceNeeded, "quota"));
            if (place.Workspace is not null)
                problems.Add(ProblemTexts.Make("place.namespace", ProjectCodes.NamespaceNeeded, "workspace"));
        }

        Amount(place.Quota?.Cpu, "place.quota.cpu", "cpu", "8, 500m", CpuAmount(), problems);
        Amount(place.Quota?.Memory, "place.quota.memory", "memory", "32Gi, 500M", ByteAmount(), problems);
        Amount(place.Quota?.Gpu, "place.quota.gpu", "gpu", "4", WholeAmount(), problems);
        Amount(place.Quota?.Pods, "place.quota.pods", "pods", "50", WholeAmount(), problems);
        Amount(place.Workspace?.Size, "place.workspace.size", "storage", "100Gi", ByteAmount(), problems);
        Name(place.Workspace?.StorageClass, "place.workspace.storageClass", problems);
        Name(place.ServiceAccount, "place.serviceAccount", problems);
        for (var i = 0; i < place.PullSecrets.Count; i++)
            Name(place.PullSecrets[i], $"place.pullSecrets[{i}]", problems);
    }

    private static void Amount(string? text, string path, string what, string example, Regex shape, List<Problem> problems)
    {
        if (text is not null && !shape.IsMatch(text))
            problems.Add(ProblemTexts.Make(path, ProjectCodes.BadQuantity, text, what, example));
    }

    private static void Name(string? text, string path, List<Problem> problems)
    {
        if (text is not null && !IsObjectName(text))
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadObjectName, text));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex(@"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectName();

    [GeneratedRegex(@"^([0-9]{1,9}(\.[0-9]{1,3})?|[0-9]{1,9}m)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CpuAmount();

    [GeneratedRegex(@"^[0-9]{1,15}(\.[0-9]{1,3})?(k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByteAmount();

    [GeneratedRegex(@"^[0-9]{1,9}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeAmount();
}
