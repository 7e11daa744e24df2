using ElasticJobs.Core;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Web.Features.Projects;

/// <summary>A project as it stands in the form.</summary>
internal sealed class ProjectDraft
{
    public bool IsNew { get; init; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public string Context { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string Cpu { get; set; } = "";

    public string Memory { get; set; } = "";

    public string Gpu { get; set; } = "";

    public string Pods { get; set; } = "";

    public string ServiceAccount { get; set; } = "";

    public string PullSecrets { get; set; } = "";

    public string WorkspaceSize { get; set; } = "";

    public string StorageClass { get; set; } = "";

    /// <summary>Of the last try to save it.</summary>
    public IReadOnlyList<Problem> Problems { get; set; } = [];

    /// <summary>What its fields say. Empty: nothing.</summary>
    public ProjectPlace? Place => ProjectRules.Tidy(new ProjectPlace
    {
        Context = Context,
        Namespace = Namespace,
        Quota = new ProjectQuota(Cpu, Memory, Gpu, Pods),
        ServiceAccount = ServiceAccount,
        PullSecrets = PullSecrets.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Workspace = WorkspaceSize.Length + StorageClass.Length == 0 ? null : new ProjectWorkspace(WorkspaceSize, StorageClass),
    });

    public static ProjectDraft Of(Project project) => new()
    {
        Name = project.Name,
        Description = project.Description,
        Context = project.Place?.Context ?? "",
        Namespace = project.Place?.Namespace ?? "",
        Cpu = project.Place?.Quota?.Cpu ?? "",
        Memory = project.Place?.Quota?.Memory ?? "",
        Gpu = project.Place?.Quota?.Gpu ?? "",
        Pods = project.Place?.Quota?.Pods ?? "",
        ServiceAccount = project.Place?.ServiceAccount ?? "",
        PullSecrets = string.Join(", ", project.Place?.PullSecrets ?? []),
        WorkspaceSize = project.Place?.Workspace?.Size ?? "",
        StorageClass = project.Place?.Workspace?.StorageClass ?? "",
    };

    /// <summary>Problems of a field and of what is in it.</summary>
    public IReadOnlyList<Problem> At(string path) => [.. Problems.Where(problem => problem.Path == path || problem.Path.StartsWith(path + "[", StringComparison.Ordinal))];

    /// <summary>Problems that belong to no field of the form.</summary>
    public IReadOnlyList<Problem> Rest(bool hasPlace) => [.. Problems.Where(problem => problem.Path != "name" && (!hasPlace || problem.Path is "" or "place"))];
}
