using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Templates;

/// <summary>A task of an elastic job: waits in its queue and is done by one of its instances.</summary>
internal static class QueueTemplate
{
    /// <summary>As of a service's name, perhaps behind its group and a dot.</summary>
    private const string ServiceName = @"[a-z]([a-z0-9_-]{0,46}[a-z0-9])?(\.[a-z]([a-z0-9_-]{0,46}[a-z0-9])?)?";

    private static readonly LocalizedText OfQueries = new("Request of a query", "query 的请求");

    public static TemplateSpec Spec { get; } = new()
    {
        Name = BuiltInTemplates.QueueName,
        Kind = TemplateKind.Queue,
        Version = "1",
        Title = new("Elastic job task", "弹性作业任务"),
        Description = new(
            "Sends a task to an elastic job of the project and waits for its result: a command that one of its instances runs, or a query that its server answers. Its place in the queue, log and progress are shown; stopping cancels it.",
            "向项目中的弹性作业发送任务并等待结果：由其实例运行的命令（command），或由其服务器回答的请求（query）。显示排队位置、日志和进度；停止即取消。"),
        Group = new("Elastic jobs", "弹性作业"),
        Icon = "queue",
        Color = "#0f766e",
        TakesImage = false,
        Parameters =
        [
            new(new("What to send", "发送内容"),
            [
                new TemplateParameter { Name = QueueTaskArgs.Service, Type = TemplateParameterType.Str, ItemType = "service", Required = true, Regex = ServiceName, Label = new("Elastic job", "弹性作业"), Description = new("Its name. It must be deployed and not stopped when the task starts.", "弹性作业的名称；任务启动时它必须已部署且未停止。"), Placeholder = "train" },
                new TemplateParameter { Name = QueueTaskArgs.Type, Type = TemplateParameterType.Enum, Default = TaskRules.Command, Choices = [TaskRules.Command, TaskRules.Query], Label = new("Type", "类型"), Description = new("command: a shell line, run inside an instance. query: a request for the service's own server.", "command：在实例中运行的 shell 命令行。query：发给服务自身服务器的请求。") },
                new TemplateParameter
                {
                    Name = QueueTaskArgs.Payload,
                    Type = TemplateParameterType.Text,
                    ItemType = "shell",
                    Label = new("Command, or body of the request", "命令或请求正文"),
                    Description = new("Expressions like {{params.seed}} are filled in. The last line of a command's standard output, or a query's answer, is its output 'result'.", "其中的 {{params.seed}} 等表达式会被替换。命令标准输出的最后一行或 query 的回答即为输出 'result'。"),
                    Placeholder = "python3 train.py --seed {{params.seed}}",
                },
            ]),
            new(OfQueries,
            [
                new TemplateParameter { Name = QueueTaskArgs.Method, Type = TemplateParameterType.Enum, Choices = ["GET", "POST", "PUT", "PATCH", "DELETE"], Label = new("Method", "方法"), Description = new("Left out: POST with a body, else GET.", "留空：有正文时为 POST，否则为 GET。") },
                new TemplateParameter { Name = QueueTaskArgs.Path, Type = TemplateParameterType.Str, Regex = @"/[^\s#]*", Label = new("Path", "路径"), Description = new("Query string included. Left out: /", "可包含查询串。留空为 /。"), Placeholder = "/predict" },
                new TemplateParameter { Name = QueueTaskArgs.ContentType, Type = TemplateParameterType.Str, Regex = @"[^\s/]+/[^\r\n]+", Label = new("Content type", "内容类型"), Description = new("Left out: told from the body.", "留空则由正文判断。"), Placeholder = "application/json" },
                new TemplateParameter { Name = QueueTaskArgs.Headers, Type = TemplateParameterType.Dict, Label = new("Headers", "请求头"), Placeholder = "{\"Accept\": \"application/json\"}" },
            ]),
            new(new("In the queue", "队列"),
            [
                new TemplateParameter { Name = QueueTaskArgs.Priority, Type = TemplateParameterType.Int, Default = 0, Minimum = -1_000_000, Maximum = 1_000_000, Step = 1, Label = new("Priority", "优先级"), Description = new("Greater ones go first. 0 is normal.", "数值大者优先，0 为普通。") },
                new TemplateParameter { Name = QueueTaskArgs.Timeout, Type = TemplateParameterType.Str, Label = new("Timeout in the instance", "实例内超时"), Description = new("From when an instance begins with it. Left out: none.", "自实例开始处理起计。留空则不限。"), Placeholder = "90m" },
                new TemplateParameter { Name = QueueTaskArgs.Tags, Type = TemplateParameterType.Dict, Label = new("Tags", "标签"), Description = new("Commands find them as EJ_TAG_NAME, servers in the query string; tenant and retry mean something to the queue.", "命令可通过 EJ_TAG_NAME 读取，服务器可在查询串中读取；tenant 和 retry 对队列有含义。"), Placeholder = "{\"tenant\": \"vision\"}" },
            ]),
        ],
        RecommendedNext = [BuiltInTemplates.QueueName, BuiltInTemplates.PythonName],
    };
}
