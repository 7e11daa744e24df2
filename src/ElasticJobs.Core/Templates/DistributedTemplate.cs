namespace ElasticJobs.Core.Templates;

/// <summary>The same command on several workers that find each other.</summary>
internal static class DistributedTemplate
{
    public const string ScriptFile = "script.py";

    public static TemplateSpec Spec { get; } = new()
    {
        Name = BuiltInTemplates.DistributedName,
        Kind = TemplateKind.Distributed,
        Version = "1",
        Title = new("Distributed", "分布式任务"),
        Description = new(
            "Runs a command on several workers that start together and find each other by RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, as torch.distributed and others read them. A worker that fails ends or restarts all.",
            "在多个同时启动的 worker 上运行命令，它们通过 RANK、WORLD_SIZE、MASTER_ADDR 和 MASTER_PORT 互相发现（与 torch.distributed 等一致）。任一 worker 失败会结束或重启全部。"),
        Group = new("Distributed", "分布式"),
        Icon = "distributed",
        Color = "#b4632d",
        Parameters =
        [
            new(new("What to run", "运行内容"),
            [
                new TemplateParameter
                {
                    Name = "command",
                    Type = TemplateParameterType.Text,
                    ItemType = "shell",
                    Default = $"python3 -u \"$EJ_POD_DIR/{ScriptFile}\"",
                    Label = new("Command of each worker", "每个 worker 的命令"),
                    Description = new("Run by sh. Empty: runs the script below.", "由 sh 运行。留空则运行下面的脚本。"),
                },
                new TemplateParameter
                {
                    Name = "script",
                    Type = TemplateParameterType.Text,
                    ItemType = "python",
                    Label = new("Python script", "Python 脚本"),
                    Description = new("The command finds it as $EJ_POD_DIR/script.py.", "命令可通过 $EJ_POD_DIR/script.py 使用它。"),
                    Placeholder = "import torch.distributed as dist",
                },
            ]),
            new(new("Workers", "Worker"),
            [
                new TemplateParameter { Name = "workers", Type = TemplateParameterType.Int, Default = 2, Minimum = 1, Maximum = 1000, Step = 1, Label = new("Number of workers", "Worker 数量"), Description = new("Each has the task's resources.", "每个 worker 都拥有任务所设的资源。") },
                new TemplateParameter
                {
                    Name = "success",
                    Type = TemplateParameterType.Enum,
                    Default = "rank0",
                    Choices = ["rank0", "all"],
                    Label = new("Succeeds when", "成功条件"),
                    Description = new("rank0: worker 0 has ended well, and the others are stopped. all: every worker has ended well.", "rank0：0 号 worker 正常结束，其余被停止。all：全部 worker 正常结束。"),
                },
                new TemplateParameter { Name = "restarts", Type = TemplateParameterType.Int, Default = 0, Minimum = 0, Maximum = 100, Step = 1, Label = new("Restarts of all", "整体重启次数"), Description = new("When a worker fails, all start again this often inside one attempt.", "有 worker 失败时，在同一次尝试内整体重启的次数。") },
                new TemplateParameter { Name = "image", Type = TemplateParameterType.Str, ItemType = "image", Label = new("Image", "镜像"), Placeholder = "registry/name:tag", Regex = @"\S+" },
            ]),
        ],
        RecommendedNext = [BuiltInTemplates.PythonName],
    };
}
