using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>Tasks copied within a pipeline and between pipelines, as YAML text.</summary>
internal static class TaskTransfer
{
    private const double Offset = 32;

    public static string Copy(PipelineDocument document, IReadOnlySet<string> ids) =>
        PipelineWriter.ToYaml(document.Spec.Tasks.Where(task => ids.Contains(task.Id)));

    /// <summary>The same tasks a little lower, after the same upstream; edges among them lead to the copies.</summary>
    public static (PipelineDocument Document, IReadOnlyList<string> Added) Duplicate(PipelineDocument document, IReadOnlySet<string> ids)
    {
        var copies = document.Spec.Tasks.Where(task => ids.Contains(task.Id))
            .Select(task => task with { Position = task.Position is { } at ? new CanvasPosition(at.X + Offset, at.Y + Offset) : null });
        return Add(document, [.. copies]);
    }

    /// <summary>The tasks with their top left corner at a place. Edges from tasks that are not here are left out.</summary>
    /// <param name="at">Null: where they were, moved aside.</param>
    public static (PipelineDocument Document, IReadOnlyList<string> Added) Paste(PipelineDocument document, IReadOnlyList<TaskSpec> tasks, CanvasPosition? at)
    {
        var placed = PipelineLayout.Arrange(new PipelineDocument { Spec = new PipelineSpec { Tasks = tasks } }).Spec.Tasks;
        var left = placed.Select(task => task.Position!.Value.X).DefaultIfEmpty(0).Min();
        var top = placed.Select(task => task.Position!.Value.Y).DefaultIfEmpty(0).Min();
        var target = at ?? new CanvasPosition(left + Offset, top + Offset);
        return Add(document, [.. placed.Select(task => task with
        {
            Position = new CanvasPosition(Snap(task.Position!.Value.X - left + target.X), Snap(task.Position!.Value.Y - top + target.Y)),
        })]);
    }

    private static (PipelineDocument Document, IReadOnlyList<string> Added) Add(PipelineDocument document, IReadOnlyList<TaskSpec> tasks)
    {
        var taken = document.Spec.Tasks.Select(task => task.Id).ToHashSet();
        var before = taken.ToHashSet();
        var names = new Dictionary<string, string>();
        foreach (var task in tasks)
        {
            names.TryAdd(task.Id, FreshIds.ForCopy(task.Id, taken));
        }

        // References are renamed among the copies alone: what they say of other tasks stays.
        var part = new PipelineDocument { Spec = new PipelineSpec { Tasks = [.. tasks.DistinctBy(task => task.Id)] } };
        // A new id may be the old one of a later task, so the last is renamed first.
        part = names.Reverse().Where(pair => pair.Key != pair.Value).Aggregate(part, (current, pair) => TaskRenaming.Rename(current, pair.Key, pair.Value));
        var added = names.Values.ToHashSet();
        var copies = part.Spec.Tasks
            .Select(task => task with { After = [.. task.After.Where(edge => added.Contains(edge.Task) || before.Contains(edge.Task))] })
            .ToList();
        return (document.Add(copies), [.. copies.Select(task => task.Id)]);
    }

    private static double Snap(double value) => Math.Round(value / 16) * 16;
}
