namespace ElasticJobs.Core.Templates;

/// <summary>Any object of Kubernetes, followed until it has succeeded or failed.</summary>
internal static class ResourceTemplate
{
    public static TemplateSpec Spec { get; } = new()
    {
        Name = BuiltInTemplates.ResourceName,
        Kind = TemplateKind.Resource,
        Version = "1",
        Title = new("Kubernetes manifest", "Kubernetes 清单"),
        Description = new(
            "Creates any object of the cluster (Job, PyTorchJob, RayJob, SparkApplication...), follows it until it has succeeded or failed, shows the logs of its pods, and deletes it when it is stopped.",
            "在集群中创建任意对象（Job、PyTorchJob、RayJob、SparkApplication 等），跟踪其直至成功或失败，显示其 Pod 的日志，并在停止时将其删除。"),
        Group = new("Kubernetes objects", "Kubernetes 对象"),
        Icon = "resource",
        Color = "#326ce5",
        TakesImage = false,
        Parameters =
        [
            new(new("What to create", "创建内容"),
            [
                new TemplateParameter
                {
                    Name = "manifest",
                    Type = TemplateParameterType.Text,
                    ItemType = "yaml",
                    Required = true,
                    Label = new("Manifest", "清单"),
                    Description = new("YAML. Expressions are filled into its values. Its name is given for each attempt, its namespace is the project's.", "YAML，其中的值可使用表达式。每次尝试会自动命名，命名空间为项目的命名空间。"),
                    Placeholder = "apiVersion: batch/v1\nkind: Job\nspec: ...",
                },
            ]),
            new(new("When it ends", "结束条件"),
            [
                new TemplateParameter { Name = "successCondition", Type = TemplateParameterType.Str, Label = new("Succeeded when", "成功条件"), Description = new("Known kinds need none.", "已知类型无需填写。"), Placeholder = "status.succeeded > 0" },
                new TemplateParameter { Name = "failureCondition", Type = TemplateParameterType.Str, Label = new("Failed when", "失败条件"), Placeholder = "status.failed > 3" },
                new TemplateParameter { Name = "podSelector", Type = TemplateParameterType.Str, Label = new("Labels of its pods", "其 Pod 的标签"), Description = new("Left out: those that it owns.", "留空则为其所拥有的 Pod。"), Placeholder = "app=trainer" },
            ]),
        ],
        RecommendedNext = [BuiltInTemplates.PythonName],
    };
}
