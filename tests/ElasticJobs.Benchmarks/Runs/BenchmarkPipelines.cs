using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Benchmarks.Runs;

internal static class BenchmarkPipelines
{
    /// <summary>Layers of tasks, each after two tasks of the layer before.</summary>
    public static PipelineDocument Layers(string name, int layers, int width) => Of(name, Enumerable.Range(0, layers * width).Select(place =>
    {
        var (layer, column) = (place / width, place % width);
        return Task($"t{place}", layer == 0 ? [] : new[] { column, (column + 1) % width }.Distinct().Select(from => $"t{((layer - 1) * width) + from}"));
    }));

    /// <summary>Chains side by side; task <c>c{chain}-{place}</c> comes after the one before it.</summary>
    public static PipelineDocument Chains(string name, int chains, int length) => Of(name, Enumerable.Range(0, chains * length).Select(index =>
    {
        var (chain, place) = (index / length, index % length);
        return Task($"c{chain}-{place}", place == 0 ? [] : [$"c{chain}-{place - 1}"]);
    }));

    /// <summary>Tasks that do nothing and wait for nothing, <paramref name="parallelism"/> at once.</summary>
    public static PipelineDocument Parallel(string name, int tasks, int parallelism) =>
        Of(name, Enumerable.Range(0, tasks).Select(place => Task($"t{place}", [], "true")), parallelism);

    /// <summary>Tasks that do nothing, one after the other.</summary>
    public static PipelineDocument Chain(string name, int length) =>
        Of(name, Enumerable.Range(0, length).Select(place => Task($"t{place}", place == 0 ? [] : [$"t{place - 1}"], "true")));

    private static PipelineDocument Of(string name, IEnumerable<TaskSpec> tasks, int? parallelism = null) =>
        new() { Metadata = new PipelineMetadata { Name = name }, Spec = new PipelineSpec { Tasks = [.. tasks], Parallelism = parallelism } };

    private static TaskSpec Task(string id, IEnumerable<string> after, string command = "echo {{execution_date}}") => new()
    {
        Id = id,
        Template = "shell",
        Args = new JsonObject { ["command"] = command },
        After = [.. after.Select(task => new TaskEdge(task))],
    };
}
