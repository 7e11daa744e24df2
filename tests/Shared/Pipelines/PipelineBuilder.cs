using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Tests.Shared.Pipelines;

/// <summary>Reads like a sentence: <c>Pipeline("demo").Task("a").Task("b", after: ["a"])</c>. Tasks are shell commands that do nothing unless told otherwise.</summary>
public sealed class PipelineBuilder(string name = "demo")
{
    private readonly List<TaskSpec> _tasks = [];
    private PipelineSpec _spec = new();

    public static PipelineBuilder Pipeline(string name = "demo") => new(name);

    /// <param name="after">Ids, each with <c>:failed</c> or <c>:finished</c> when it isn't to have succeeded.</param>
    public PipelineBuilder Task(string id, string[]? after = null, string command = "true", Func<TaskSpec, TaskSpec>? with = null)
    {
        var task = new TaskSpec { Id = id, Template = "shell", Args = new JsonObject { ["command"] = command }, After = [.. (after ?? []).Select(Edge)] };
        _tasks.Add(with is null ? task : with(task));
        return this;
    }

    public PipelineBuilder With(Func<PipelineSpec, PipelineSpec> change)
    {
        _spec = change(_spec);
        return this;
    }

    public PipelineBuilder Parallelism(int limit) => With(spec => spec with { Parallelism = limit });

    public PipelineDocument Build() => new() { Metadata = new PipelineMetadata { Name = name }, Spec = _spec with { Tasks = [.. _tasks] } };

    private static TaskEdge Edge(string text) => text.Split(':') switch
    {
        [var id] => new TaskEdge(id),
        [var id, "failed"] => new TaskEdge(id, EdgeCondition.Failed),
        [var id, "finished"] => new TaskEdge(id, EdgeCondition.Finished),
        _ => throw new ArgumentException($"Not an edge: {text}", nameof(text)),
    };
}
