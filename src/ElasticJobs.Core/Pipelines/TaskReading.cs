using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pipelines.Placement;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

/// <summary>The tasks of a document.</summary>
internal static class TaskReading
{
    public static List<TaskSpec> Tasks(YamlBinder spec)
    {
        List<TaskSpec> tasks = [];
        if (spec.Get("tasks") is YamlSequenceNode { Children.Count: > PipelineValidator.MaximumTasks and var count } list)
        {
            spec.Add(list, spec.PathOf("tasks"), ProblemCodes.TooManyTasks, $"{count}", $"{PipelineValidator.MaximumTasks}");
            return tasks;
        }

        foreach (var (node, path) in spec.Items("tasks"))
        {
            if (spec.ItemBinder(node, path, "a task: a mapping with id and template") is { } binder)
            {
                tasks.Add(Task(binder));
            }
        }

        return tasks;
    }

    private static TaskSpec Task(YamlBinder binder)
    {
        var id = binder.RequiredText("id", "id: load-data");
        binder.TaskId = id.Length > 0 ? id : null;
        var (env, secretEnv) = PlacementReading.Env(binder);
        var task = new TaskSpec
        {
            Id = id,
            Label = binder.Text("label"),
            Template = binder.RequiredText("template", "template: shell"),
            Args = binder.Json("args"),
            After = After(binder),
            Skip = binder.Flag("skip"),
            Retry = Retry(binder.Child("retry")),
            Timeout = binder.Duration("timeout"),
            StartTimeout = binder.Duration("startTimeout"),
            Image = binder.Text("image"),
            ImagePullPolicy = PlacementReading.PullPolicy(binder),
            Mounts = PlacementReading.Mounts(binder),
            Shm = binder.Text("shm"),
            NodeSelector = PlacementReading.NodeSelector(binder),
            Tolerations = PlacementReading.Tolerations(binder),
            HostAliases = PlacementReading.HostAliases(binder),
            ServiceAccount = binder.Text("serviceAccount"),
            Resources = Resources(binder.Child("resources")),
            Env = env,
            SecretEnv = secretEnv,
            WorkingDir = binder.Text("workingDir"),
            InitContainers = ContainerReading.Read(binder, "initContainers"),
            Sidecars = ContainerReading.Read(binder, "sidecars"),
            Outputs = binder.List("outputs"),
            Position = Position(binder.Child("position")),
        };
        binder.Finish("when", "forEach", "cache", "lock", "command", "group");
        return task;
    }

    private static List<TaskEdge> After(YamlBinder task)
    {
        List<TaskEdge> edges = [];
        if (task.Get("after") is YamlScalarNode { Value: { } single })
        {
            return [new TaskEdge(single)];
        }

        foreach (var (node, path) in task.Items("after"))
        {
            if (node is YamlScalarNode { Value: { } upstream })
            {
                edges.Add(new TaskEdge(upstream));
            }
            else if (task.ItemBinder(node, path, "a task's id, or {task: id, when: succeeded}") is { } binder)
            {
                edges.Add(new TaskEdge(binder.RequiredText("task", "task: load-data"), binder.Choice("when", EdgeCondition.Succeeded)));
                binder.Finish();
            }
        }

        return edges;
    }

    private static RetrySpec? Retry(YamlBinder? binder)
    {
        if (binder is null)
        {
            return null;
        }

        var limit = binder.Whole("limit", 0, PipelineValidator.MaximumRetries) ?? 0;
        var on = binder.Choice("on", RetryOn.Always);
        BackoffSpec? backoff = null;
        if (binder.Child("backoff") is { } waiting)
        {
            backoff = new BackoffSpec(waiting.Duration("delay") ?? TimeSpan.FromSeconds(10), waiting.Number("factor", 1, 100) ?? 2, waiting.Duration("max"));
            waiting.Finish();
        }

        var avoidNode = binder.Flag("avoidNode");
        binder.Finish();
        return new RetrySpec(limit, on, backoff, avoidNode);
    }

    public static TaskResources? Resources(YamlBinder? binder)
    {
        if (binder is null)
        {
            return null;
        }

        var resources = new TaskResources(binder.Text("cpu"), binder.Text("memory"), binder.Text("gpu"));
        binder.Finish("disk", "rdma");
        return resources;
    }

    private static CanvasPosition? Position(YamlBinder? binder)
    {
        if (binder is null)
        {
            return null;
        }

        var (x, y) = (binder.Number("x", -1e6, 1e6), binder.Number("y", -1e6, 1e6));
        binder.Finish();
        return x is null || y is null ? null : new CanvasPosition(Math.Round(x.Value, 2), Math.Round(y.Value, 2));
    }
}
