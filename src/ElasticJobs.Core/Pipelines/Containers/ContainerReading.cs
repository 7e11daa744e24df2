using ElasticJobs.Core.Pipelines.Placement;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines.Containers;

/// <summary><c>initContainers</c> and <c>sidecars</c> of a task.</summary>
internal static class ContainerReading
{
    public const string CommandExample = "command: [sh, -c, echo hello]";

    public static IReadOnlyList<TaskContainer> Read(YamlBinder task, string field)
    {
        List<TaskContainer> containers = [];
        foreach (var (node, path) in task.Items(field))
        {
            if (task.ItemBinder(node, path, "a container: a mapping with name and command") is { } binder)
            {
                containers.Add(Container(binder));
            }
        }

        return containers;
    }

    private static TaskContainer Container(YamlBinder binder)
    {
        var (env, secretEnv) = PlacementReading.Env(binder);
        if (binder.Get("command") is null)
        {
            binder.Add(binder.Node, binder.PathOf("command"), ProblemCodes.Missing, binder.PathOf("command"), CommandExample);
        }

        var container = new TaskContainer
        {
            Name = binder.RequiredText("name", "name: fetch"),
            Image = binder.Text("image"),
            Command = binder.Get("command") is YamlScalarNode { Value: { } line } ? TaskContainer.Line(line) : binder.List("command") ?? [],
            Args = binder.Get("args") is YamlScalarNode { Value: { } argument } ? [argument] : binder.List("args") ?? [],
            Env = env,
            SecretEnv = secretEnv,
            WorkingDir = binder.Text("workingDir"),
            Resources = TaskReading.Resources(binder.Child("resources")),
        };
        binder.Finish();
        return container;
    }
}
