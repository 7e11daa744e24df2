namespace ElasticJobs.Core.Pipelines;

/// <summary>Places for tasks that have none: columns by distance from the roots, rows in the order of their upstream's rows, on the canvas's 16 px grid.</summary>
public static class PipelineLayout
{
    public const double TaskWidth = 192;
    public const double TaskHeight = 52;
    private const double ColumnStep = 272;
    private const double RowStep = 96;

    /// <summary>The document with a position for every task. Tasks that have one keep it, unless <paramref name="all"/>.</summary>
    public static PipelineDocument Arrange(PipelineDocument document, bool all = false)
    {
        var tasks = document.Spec.Tasks;
        if (!all && tasks.All(task => task.Position is not null))
        {
            return document;
        }

        var places = Places(new PipelineGraph(tasks));
        // New tasks among placed ones go below them, so that nothing lies on anything.
        var below = all ? 0 : tasks.Where(task => task.Position is not null).Select(task => task.Position!.Value.Y + RowStep).DefaultIfEmpty(0).Max();
        return document with
        {
            Spec = document.Spec with
            {
                Tasks = [.. tasks.Select((task, i) => task.Position is not null && !all ? task : task with { Position = new CanvasPosition(places[i].X, places[i].Y + below) })],
            },
        };
    }

    private static CanvasPosition[] Places(PipelineGraph graph)
    {
        var layers = graph.Layers();
        var rows = new double[graph.Tasks.Count];
        var places = new CanvasPosition[graph.Tasks.Count];
        var indexes = new Dictionary<string, int>();
        for (var i = 0; i < graph.Tasks.Count; i++)
        {
            indexes.TryAdd(graph.Tasks[i].Id, i);
        }

        foreach (var column in Enumerable.Range(0, graph.Tasks.Count).GroupBy(i => layers[i]).OrderBy(group => group.Key))
        {
            var ordered = column
                .Select(i => (Index: i, Wish: graph.Upstream(graph.Tasks[i].Id).Select(upstream => rows[indexes[upstream]]).DefaultIfEmpty(i).Average()))
                .OrderBy(pair => pair.Wish)
                .ToList();
            var offset = -(ordered.Count - 1) / 2.0;
            for (var row = 0; row < ordered.Count; row++)
            {
                rows[ordered[row].Index] = offset + row;
                places[ordered[row].Index] = new CanvasPosition(column.Key * ColumnStep, Snap((offset + row) * RowStep));
            }
        }

        var top = places.Length == 0 ? 0 : places.Min(place => place.Y);
        return [.. places.Select(place => new CanvasPosition(place.X, place.Y - top))];
    }

    private static double Snap(double value) => Math.Round(value / 16) * 16;
}
