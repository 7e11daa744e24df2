using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines.Containers;

/// <summary>A task's further containers as text of their own: the two fields of the document, <c>initContainers</c> and <c>sidecars</c>.</summary>
public static class ContainerText
{
    /// <summary>Empty: it has none.</summary>
    public static string Write(TaskSpec task)
    {
        var json = new JsonObject();
        ContainerWriting.Write(task, json);
        return json.Count == 0 ? "" : YamlWriting.Write(json);
    }

    /// <summary>The task with the containers that the text says.</summary>
    /// <param name="problems">Gets what is wrong with the text, with paths in it. What could be read is in the task none the less.</param>
    public static TaskSpec Read(TaskSpec task, string text, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return task with { InitContainers = [], Sidecars = [] };
        }

        switch (PipelineReader.Parse(text, problems))
        {
            case YamlMappingNode mapping:
                var binder = new YamlBinder(mapping, "", problems);
                task = task with { InitContainers = ContainerReading.Read(binder, "initContainers"), Sidecars = ContainerReading.Read(binder, "sidecars") };
                binder.Finish();
                break;
            case { } other:
                problems.Add(ProblemTexts.Make("", ProblemCodes.WrongType, "a mapping", YamlReading.Describe(other)));
                break;
        }

        return task;
    }
}
