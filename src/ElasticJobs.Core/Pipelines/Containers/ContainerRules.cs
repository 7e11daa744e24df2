using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Pipelines.Containers;

/// <summary>What is wrong with the containers that a task has beside its own.</summary>
internal static class ContainerRules
{
    /// <param name="template">Null: unknown.</param>
    public static void Check(TaskSpec task, TemplateSpec? template, string path, List<Problem> problems)
    {
        HashSet<string> names = [ContainerSpec.MainName];
        Check(task.InitContainers, template, $"{path}.initContainers", names, problems);
        Check(task.Sidecars, template, $"{path}.sidecars", names, problems);
    }

    /// <summary>The fields that may hold expressions, each with its path.</summary>
    public static IEnumerable<(string Path, string Text)> Expressions(TaskSpec task, string path) =>
        Expressions(task.InitContainers, $"{path}.initContainers").Concat(Expressions(task.Sidecars, $"{path}.sidecars"));

    private static void Check(IReadOnlyList<TaskContainer> containers, TemplateSpec? template, string path, HashSet<string> names, List<Problem> problems)
    {
        if (containers.Count > 0 && template is { Kind: not TemplateKind.Container })
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ContainersNotTaken, template.Name));
        }

        for (var i = 0; i < containers.Count; i++)
        {
            CheckName(containers[i].Name, $"{path}[{i}].name", names, problems);
            Check(containers[i], $"{path}[{i}]", problems);
        }
    }

    private static void CheckName(string name, string path, HashSet<string> names, List<Problem> problems)
    {
        if (!KubernetesNames.IsDnsLabel(name))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadContainerName, name));
        }
        else if (!names.Add(name))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.DuplicateContainer, name));
        }
    }

    private static void Check(TaskContainer container, string path, List<Problem> problems)
    {
        if (container.Command is [] or ["", ..])
        {
            problems.Add(ProblemTexts.Make($"{path}.command", ProblemCodes.Missing, $"{path}.command", ContainerReading.CommandExample));
        }

        if (container.Image is { Length: > 0 } image && !image.Contains("{{", StringComparison.Ordinal) && !PlacementRules.IsImage(image))
        {
            problems.Add(ProblemTexts.Make($"{path}.image", ProblemCodes.BadImage, image));
        }

        ResourceSyntax.Read(container.Resources, $"{path}.resources", problems);
        PipelineValidator.CheckEnv(container.Env.Keys.Concat(container.SecretEnv.Keys), $"{path}.env", null, problems);
        foreach (var (name, value) in container.SecretEnv)
        {
            PlacementRules.CheckSecret(value, $"{path}.env.{name}", problems);
        }
    }

    private static IEnumerable<(string Path, string Text)> Expressions(IReadOnlyList<TaskContainer> containers, string path) => containers.SelectMany((container, i) => (IEnumerable<(string, string)>)
    [
        ($"{path}[{i}].image", container.Image ?? ""),
        .. container.Command.Select((word, n) => ($"{path}[{i}].command[{n}]", word)),
        .. container.Args.Select((word, n) => ($"{path}[{i}].args[{n}]", word)),
        .. container.Env.Select(variable => ($"{path}[{i}].env.{variable.Key}", variable.Value)),
        ($"{path}[{i}].workingDir", container.WorkingDir ?? ""),
    ]);
}
