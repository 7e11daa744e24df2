using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Core.Templates.Manifests;

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
    public RenderedTask Render(RenderRequest request)
    {
        List<Problem> problems = [];
        var task = request.Task;
        if (templates.Find(task.Template) is not { } template)
        {
            return new RenderedTask(null, "", [ProblemTexts.Make("template", ProblemCodes.UnknownTemplate, task.Template, "Choose another template.", "请选择其他模板。") with { Task = task.Id }]);
        }

        var fields = new FieldRenderer(request, problems);
        return template.Kind switch
        {
            TemplateKind.Resource => Resource(request, template, fields, problems),
            TemplateKind.Queue => Queue(request, template, fields, problems),
            _ => Containers(request, template, fields, problems),
        };
    }

    /// <summary>An instance of the service does it; of the task itself only its form counts.</summary>
    private static RenderedTask Queue(RenderRequest request, TemplateSpec template, FieldRenderer fields, List<Problem> problems)
    {
        var args = fields.Json("args", request.Task.Args) as JsonObject ?? [];
        if (problems.Count == 0)
        {
            problems.AddRange(TemplateForm.Check(template, args, "args"));
            problems.AddRange(TemplateRules.Check(template, args, "args"));
        }

        if (problems.Count > 0)
        {
            return Refused(request, problems);
        }

        var pod = Pod(request) with { QueueTask = QueueTaskArgs.Make(TemplateForm.Fill(template, args)) };
        return new RenderedTask(pod, QueueTaskText.Curl(pod), []);
    }

    /// <summary>The manifest says all of the pods; of the task itself only its form counts.</summary>
    private static RenderedTask Resource(RenderRequest request, TemplateSpec template, FieldRenderer fields, List<Problem> problems)
    {
        const string manifest = "manifest";
        var raw = request.Task.Args[manifest]?.DeepClone();
        var args = (JsonObject)fields.Json("args", new JsonObject(request.Task.Args.Where(arg => arg.Key != manifest).Select(arg => KeyValuePair.Create(arg.Key, arg.Value?.DeepClone()))))!;
        args[manifest] = raw;
        problems.AddRange(TemplateForm.Check(template, args, "args"));
        var pod = Pod(request);
        var resource = problems.Count > 0 ? null : ResourceManifests.Make(pod.Name, args, (expression, number) => fields.Text($"args.{manifest}.{number}", expression), problems);
        return resource is null || problems.Count > 0
            ? Refused(request, problems)
            : new RenderedTask(pod with { Resource = resource }, $"kubectl get {resource.Manifest["kind"]!.ToString().ToLowerInvariant()} {pod.Name} -o yaml", []);
    }

    private static RenderedTask Containers(RenderRequest request, TemplateSpec template, FieldRenderer fields, List<Problem> problems)
    {
        var task = request.Task;
        var args = fields.Json("args", task.Args) as JsonObject ?? [];
        if (problems.Count == 0)
        {
            problems.AddRange(TemplateForm.Check(template, args, "args"));
            problems.AddRange(TemplateRules.Check(template, args, "args"));
            args = TemplateForm.Fill(template, args);
        }

        var resources = ResourceSyntax.Read(task.Resources ?? template.DefaultResources, "resources", problems);
        var placement = PodPlacement.Render(request, fields, problems);
        var env = Env(request, fields, resources);
        var workingDir = task.WorkingDir is { Length: > 0 } directory ? fields.Text("workingDir", directory) : null;
        if (problems.Count > 0)
        {
            return Refused(request, problems);
        }

        var command = TaskCommand.Of(template, args);
        placement = placement with { Image = placement.Image ?? command.Image };
        placement.AddTo(env);
        var init = ContainerRendering.Render(task.InitContainers, "initContainers", fields, env, placement.Image, problems);
        var sidecars = ContainerRendering.Render(task.Sidecars, "sidecars", fields, env, placement.Image, problems);
        if (problems.Count > 0)
        {
            return Refused(request, problems);
        }

        var pod = placement.Apply(Pod(request) with
        {
            Containers =
            [
                new ContainerSpec { Image = placement.Image, Command = command.Command, Env = env, SecretEnv = task.SecretEnv, WorkingDir = workingDir, Resources = resources, Files = command.Files },
                .. sidecars,
            ],
            InitContainers = init,
            Group = command.Group,
        });
        return new RenderedTask(pod, command.Display, []);
    }

    private static RenderedTask Refused(RenderRequest request, List<Problem> problems) => new(null, "", [.. problems.Select(problem => problem with { Task = request.Task.Id })]);

    private static PodSpec Pod(RenderRequest request) => new()
    {
        Name = PodNames.ForAttempt(new AttemptKey(request.Run.Id, request.Task.Id, request.Attempt)),
        Containers = [],
        Labels = Labels(request),
        Workspace = PodNames.Workspace(request.Run.Id),
        LogDirectory = request.LogDirectory,
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
        env.TryAdd("USERNAME", run.CreatedBy);
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
}
