namespace ElasticJobs.Core.Templates;

/// <summary>The templates that come with the product.</summary>
public static class BuiltInTemplates
{
    public const string ShellName = "shell";
    public const string PythonName = "python";
    public const string ImageName = "image";
    public const string DistributedName = "distributed";
    public const string ResourceName = "resource";
    public const string QueueName = "queue";

    private const string Version = "1";
    private static readonly LocalizedText Scripts = new("Scripts", "脚本");
    private static readonly LocalizedText Containers = new("Containers", "容器");
    private static readonly LocalizedText Main = new("What to run", "运行内容");

    public static TemplateSpec Shell { get; } = new()
    {
        Name = ShellName,
        Version = Version,
        Title = new("Shell command", "Shell 命令"),
        Description = new("Runs lines of POSIX shell. Ends with the exit code of the last one, or at once with 'set -e'.", "运行 POSIX shell 命令行。以最后一条命令的退出码结束；使用 'set -e' 时遇错即止。"),
        Group = Scripts,
        Icon = "shell",
        Color = "#2f6f4f",
        Parameters =
        [
            new(Main,
            [
                new TemplateParameter
                {
                    Name = "command",
                    Type = TemplateParameterType.Text,
                    ItemType = "shell",
                    Required = true,
                    Label = new("Command", "命令"),
                    Description = new("Expressions like {{params.seed}} are filled in. Write small outputs as files into $EJ_OUTPUTS.", "其中的 {{params.seed}} 等表达式会被替换。将小的输出以文件形式写入 $EJ_OUTPUTS。"),
                    Placeholder = "echo hello",
                },
            ]),
        ],
        RecommendedNext = [PythonName, ShellName],
    };

    public static TemplateSpec Python { get; } = new()
    {
        Name = PythonName,
        Version = Version,
        Title = new("Python script", "Python 脚本"),
        Description = new("Runs a script with python3.", "使用 python3 运行脚本。"),
        Group = Scripts,
        Icon = "python",
        Color = "#3b6ea8",
        Parameters =
        [
            new(Main,
            [
                new TemplateParameter
                {
                    Name = "script",
                    Type = TemplateParameterType.Text,
                    ItemType = "python",
                    Required = true,
                    Label = new("Script", "脚本"),
                    Description = new("Expressions like {{params.seed}} are filled in. Write small outputs as files into $EJ_OUTPUTS, tables and charts as JSON into $EJ_RESULTS.", "其中的 {{params.seed}} 等表达式会被替换。将小的输出以文件形式写入 $EJ_OUTPUTS，将表格和图表以 JSON 写入 $EJ_RESULTS。"),
                    Placeholder = "print('hello')",
                },
                new TemplateParameter
                {
                    Name = "arguments",
                    Type = TemplateParameterType.List,
                    Label = new("Arguments", "参数"),
                    Description = new("sys.argv[1:], one a line.", "即 sys.argv[1:]，每行一个。"),
                },
            ]),
        ],
        RecommendedNext = [PythonName, ShellName],
    };

    public static TemplateSpec Image { get; } = new()
    {
        Name = ImageName,
        Version = Version,
        Title = new("Custom image", "自定义镜像"),
        Description = new("Runs a command in a container image. The Local runtime has no images and runs the command on this machine.", "在容器镜像中运行命令。Local 运行时没有镜像，命令直接在本机运行。"),
        Group = Containers,
        Icon = "image",
        Color = "#7a5cc8",
        Parameters =
        [
            new(Main,
            [
                new TemplateParameter
                {
                    Name = "image",
                    Type = TemplateParameterType.Str,
                    ItemType = "image",
                    Required = true,
                    Label = new("Image", "镜像"),
                    Placeholder = "registry/name:tag",
                    Regex = @"\S+",
                },
                new TemplateParameter
                {
                    Name = "command",
                    Type = TemplateParameterType.Text,
                    ItemType = "shell",
                    Required = true,
                    Label = new("Command", "命令"),
                    Description = new("Run by the image's sh.", "由镜像中的 sh 运行。"),
                    Placeholder = "python3 train.py",
                },
            ]),
        ],
        RecommendedNext = [ShellName],
    };
}
