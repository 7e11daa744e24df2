using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Pipelines;

/// <summary>What a pod is rendered from.</summary>
/// <param name="Outputs">Of all tasks that have ended, by task and name.</param>
/// <param name="LogDirectory">See <see cref="PodSpec.LogDirectory"/>.</param>
/// <param name="SystemEnv">Names that the installation gives to every task, e.g. <c>EJ_SAMPLES</c>.</param>
public sealed record RenderRequest(
    Run Run,
    PipelineDocument Document,
    TaskSpec Task,
    int Attempt,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Outputs,
    string LogDirectory,
    IReadOnlyDictionary<string, string> SystemEnv);

/// <param name="Pod">Null: <paramref name="Problems"/> says why.</param>
/// <param name="DisplayCommand">What a person would type to run it: a single line of shell.</param>
public sealed record RenderedTask(PodSpec? Pod, string DisplayCommand, IReadOnlyList<Problem> Problems);

/// <summary>Makes the pod of one attempt: expressions filled in per field, the template's command, env, resources.</summary>
public sealed class TaskRenderer(ITemplateCatalog templates)
{
    private const string ShellFile = "command.sh";
    private const string PythonFile = "script.py";

    public RenderedTask Render(RenderRequest request)
    {
        List<Problem> problems = [];
        var task = request.Task;
        if (templates.Find(task.Template) is not { } template)
        {
            return new RenderedTask(null, "", [ProblemTexts.Make("template", ProblemCodes.UnknownTemplate, task.Template, "Choose another template.", "请选择其他模板。") with { Task = task.Id }]);
        }

        var fields = new FieldRenderer(request, problems);
        var args = fields.Json("args", task.Args) as JsonObject ?? [];
        if (problems.Count == 0)
        {
            problems.AddRange(TemplateForm.Check(template, args, "args"));
            args = TemplateForm.Fill(template, args);
        }

        var resources = ResourceSyntax.Read(task.Resources ?? template.DefaultResources, "resources", problems);
        var env = Env(request, fields, resources);
        var workingDir = task.WorkingDir is { Length: > 0 } directory ? fields.Text("workingDir", directory) : null;
        if (problems.Count > 0)
        {
            return new RenderedTask(null, "", [.. problems.Select(problem => problem with { Task = task.Id })]);
        }

        var (command, files, image, display) = Command(template, args);
        var pod = new PodSpec
        {
            Name = PodNames.ForAttempt(new AttemptKey(request.Run.Id, task.Id, request.Attempt)),
            Containers = [new ContainerSpec { Image = image, Command = command, Env = env, WorkingDir = workingDir, Resources = resources, Files = files }],
            Labels = Labels(request),
            Workspace = PodNames.Workspace(request.Run.Id),
            LogDirectory = request.LogDirectory,
        };
        return new RenderedTask(pod, display, []);
    }

    private static (IReadOnlyList<string> Command, Dictionary<string, string> Files, string? Image, string Display) Command(TemplateSpec template, JsonObject args)
    {
        string Text(string name) => args[name]?.ToString() ?? "";
        if (template.Name == BuiltInTemplates.PythonName)
        {
            string[] arguments = [.. Items(args["arguments"])];
            var quoted = string.Concat(arguments.Select(argument => " " + Quote(argument)));
            return (
                ["python3", "-u", $"$EJ_POD_DIR/{PythonFile}", .. arguments],
                new() { [PythonFile] = Text("script") },
                null,
                $"python3 -u \"$EJ_POD_DIR/{PythonFile}\"{quoted}");
        }

        var script = Text("command");
        var display = script.Contains('\n') ? $"sh \"$EJ_POD_DIR/{ShellFile}\"" : script;
        return (["sh", $"$EJ_POD_DIR/{ShellFile}"], new() { [ShellFile] = script }, template.Name == BuiltInTemplates.ImageName ? Text("image") : null, display);
    }

    private static IEnumerable<string> Items(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.Select(item => item?.ToString() ?? ""),
        _ => node.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private static Dictionary<string, string> Env(RenderRequest request, FieldRenderer fields, ResourceRequirements resources)
    {
        var (run, task) = (request.Run, request.Task);
        Dictionary<string, string> env = new(request.SystemEnv);
        foreach (var (name, value) in fields.PipelineEnv)
        {
            env[name] = value;
        }

        foreach (var (name, value) in task.Env)
        {
            env[name] = fields.Text($"env.{name}", value);
        }

        env["EJ_RUN_ID"] = run.Id.ToString();
        env["EJ_PROJECT"] = run.Project;
        env["EJ_PIPELINE"] = run.Pipeline;
        env["EJ_TASK_ID"] = task.Id;
        env["EJ_ATTEMPT"] = request.Attempt.ToString(CultureInfo.InvariantCulture);
        // cube-studio's images look for these.
        env["KFJ_PIPELINE_ID"] = env["KFJ_PIPELINE_NAME"] = run.Pipeline;
        env["KFJ_RUN_ID"] = run.Id.ToString();
        env["KFJ_CREATOR"] = env["KFJ_RUNNER"] = run.CreatedBy;
        env["KFJ_TASK_ID"] = env["KFJ_TASK_NAME"] = task.Id;
        env["KFJ_TASK_PROJECT_NAME"] = run.Project;
        env["KFJ_TASK_RESOURCE_CPU"] = task.Resources?.Cpu ?? "";
        env["KFJ_TASK_RESOURCE_MEMORY"] = task.Resources?.Memory ?? "";
        env["KFJ_TASK_RESOURCE_GPU"] = resources.Gpus.ToString(CultureInfo.InvariantCulture);
        return env;
    }

    private static Dictionary<string, string> Labels(RenderRequest request) => new()
    {
        [PodLabels.Project] = request.Run.Project,
        [PodLabels.Pipeline] = request.Run.Pipeline,
        [PodLabels.Run] = request.Run.Id.ToString(),
        [PodLabels.Task] = request.Task.Id,
        [PodLabels.Attempt] = request.Attempt.ToString(CultureInfo.InvariantCulture),
        [PodLabels.Kind] = "task",
    };

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
