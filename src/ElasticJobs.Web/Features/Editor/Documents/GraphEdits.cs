using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>Changes of tasks and edges, each giving the new document.</summary>
internal static class GraphEdits
{
    public static PipelineDocument WithTasks(this PipelineDocument document, IEnumerable<TaskSpec> tasks) =>
        document with { Spec = document.Spec with { Tasks = [.. tasks] } };

    /// <summary>The task replaced by what <paramref name="change"/> makes of it, at its place.</summary>
    public static PipelineDocument Change(this PipelineDocument document, string id, Func<TaskSpec, TaskSpec> change) =>
        document.Change(new HashSet<string> { id }, change);

    public static PipelineDocument Change(this PipelineDocument document, IReadOnlySet<string> ids, Func<TaskSpec, TaskSpec> change) =>
        document.WithTasks(document.Spec.Tasks.Select(task => ids.Contains(task.Id) ? change(task) : task));

    public static PipelineDocument Add(this PipelineDocument document, params IEnumerable<TaskSpec> tasks) =>
        document.WithTasks([.. document.Spec.Tasks, .. tasks]);

    /// <summary>Why the edge can't be drawn. Null: it can.</summary>
    public static EditRefusal? CheckEdge(this PipelineDocument document, string source, string target)
    {
        if (source == target)
        {
            return EditRefusal.Self(source);
        }

        if (document.Task(source) is null || document.Task(target) is not { } task)
        {
            return EditRefusal.UnknownTask(document.Task(source) is null ? source : target);
        }

        if (task.After.Any(edge => edge.Task == source))
        {
            return EditRefusal.Duplicate(source, target);
        }

        return new PipelineGraph(document.Spec.Tasks).CycleWith(source, target) is { } path ? EditRefusal.Cycle(path) : null;
    }

    public static PipelineDocument Connect(this PipelineDocument document, string source, string target, EdgeCondition when) =>
        document.Change(target, task => task with { After = [.. task.After, new TaskEdge(source, when)] });

    public static PipelineDocument SetCondition(this PipelineDocument document, string source, string target, EdgeCondition when) =>
        document.Change(target, task => task with { After = [.. task.After.Select(edge => edge.Task == source ? edge with { When = when } : edge)] });

    public static PipelineDocument Disconnect(this PipelineDocument document, IReadOnlyCollection<EdgeEnds> edges) =>
        edges.Count == 0 ? document : document.WithTasks(document.Spec.Tasks.Select(task =>
            edges.Any(edge => edge.Target == task.Id)
                ? task with { After = [.. task.After.Where(edge => !edges.Contains(new EdgeEnds(edge.Task, task.Id)))] }
                : task));

    /// <summary>The tasks and every edge from or to them.</summary>
    public static PipelineDocument Remove(this PipelineDocument document, IReadOnlySet<string> ids) =>
        ids.Count == 0 ? document : document.WithTasks(document.Spec.Tasks
            .Where(task => !ids.Contains(task.Id))
            .Select(task => task.After.Any(edge => ids.Contains(edge.Task)) ? task with { After = [.. task.After.Where(edge => !ids.Contains(edge.Task))] } : task));

    public static PipelineDocument Move(this PipelineDocument document, IReadOnlyDictionary<string, CanvasPosition> positions) =>
        document.WithTasks(document.Spec.Tasks.Select(task => positions.TryGetValue(task.Id, out var position) ? task with { Position = position } : task));
}
