using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes;

internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        var problems = new List<string>();
        if (options is { WorkspaceClaim: not null, WorkspaceHostPath: not null })
            problems.Add($"{Name(nameof(options.WorkspaceClaim))} and {Name(nameof(options.WorkspaceHostPath))} are both set. Set one: workspaces are in one place.");
        if (options is { WorkspaceMountPath: not null, WorkspaceClaim: null, WorkspaceHostPath: null })
            problems.Add($"{Name(nameof(options.WorkspaceMountPath))} says where the console sees workspaces, but they are nowhere. Set {Name(nameof(options.WorkspaceClaim))} or {Name(nameof(options.WorkspaceHostPath))} too.");
        if (options.WorkspaceHostPath is { } host && !host.StartsWith('/'))
            problems.Add($"{Name(nameof(options.WorkspaceHostPath))} is '{host}', which is no absolute path. Set it to one, e.g. /var/lib/elasticjobs/workspaces.");
        if (options.WorkspaceMountPath is { } mount && !Path.IsPathFullyQualified(mount))
            problems.Add($"{Name(nameof(options.WorkspaceMountPath))} is '{mount}', which is no absolute path. Set it to where the claim or directory is mounted.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Name(string option) => $"{KubernetesOptions.Section}:{option}";
}
