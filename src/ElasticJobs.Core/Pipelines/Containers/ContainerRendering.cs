using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Containers;

/// <summary>A task's further containers with their expressions filled in.</summary>
internal static class ContainerRendering
{
    /// <param name="env">The task's.</param>
    /// <param name="image">The task's. Null: the runtime's own.</param>
    public static IReadOnlyList<ContainerSpec> Render(
        IReadOnlyList<TaskContainer> containers, string path, FieldRenderer fields, IReadOnlyDictionary<string, string> env, string? image, ICollection<Problem> problems) =>
        [.. containers.Select((container, i) => Render(container, $"{path}[{i}]", fields, env, image, problems))];

    private static ContainerSpec Render(
        TaskContainer container, string path, FieldRenderer fields, IReadOnlyDictionary<string, string> env, string? image, ICollection<Problem> problems)
    {
        if (container.Image is { Length: > 0 } own)
        {
            image = fields.Text($"{path}.image", own);
            if (!PlacementRules.IsImage(image) && problems.Count == 0)
            {
                problems.Add(ProblemTexts.Make($"{path}.image", ProblemCodes.BadImage, image));
            }
        }

        var variables = new Dictionary<string, string>(env);
        foreach (var (name, value) in container.Env)
        {
            variables[name] = fields.Text($"{path}.env.{name}", value);
        }

        return new ContainerSpec
        {
            Name = container.Name,
            Image = image,
            Command =
            [
                .. container.Command.Select((word, n) => fields.Text($"{path}.command[{n}]", word)),
                .. container.Args.Select((word, n) => fields.Text($"{path}.args[{n}]", word)),
            ],
            Env = variables,
            SecretEnv = container.SecretEnv,
            WorkingDir = container.WorkingDir is { Length: > 0 } directory ? fields.Text($"{path}.workingDir", directory) : null,
            Resources = ResourceSyntax.Read(container.Resources, $"{path}.resources", problems),
        };
    }
}
