using System.Globalization;
using System.Text;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Components;

/// <summary>Where the thumbnail's boxes and lines are, from the canvas positions or, where there are none, the automatic layout.</summary>
internal sealed record GraphDrawing(string ViewBox, string Edges, IReadOnlyList<GraphDrawing.Box> Boxes, string Many)
{
    // Above this boxes are a few pixels: one path of them all is as good and a fraction of the markup.
    private const int MostBoxes = 60;
    private const int MostTasks = 2000;
    private const double Margin = 16;

    public static GraphDrawing Empty { get; } = new("0 0 320 120", "", [], "");

    public static GraphDrawing Of(PipelineDocument document)
    {
        var tasks = PipelineLayout.Arrange(document).Spec.Tasks.Where(task => task.Position is not null).DistinctBy(task => task.Id).Take(MostTasks).ToList();
        if (tasks.Count == 0)
        {
            return Empty;
        }

        var places = tasks.ToDictionary(task => task.Id, task => task.Position!.Value);
        var left = places.Values.Min(place => place.X) - Margin;
        var top = places.Values.Min(place => place.Y) - Margin;
        var width = places.Values.Max(place => place.X) + PipelineLayout.TaskWidth + Margin - left;
        var height = places.Values.Max(place => place.Y) + PipelineLayout.TaskHeight + Margin - top;
        var edges = new StringBuilder();
        foreach (var task in tasks)
        {
            foreach (var edge in task.After.Where(edge => places.ContainsKey(edge.Task)))
            {
                Line(edges, places[edge.Task], places[task.Id]);
            }
        }

        return new GraphDrawing(
            string.Create(CultureInfo.InvariantCulture, $"{left:0} {top:0} {width:0} {height:0}"),
            edges.ToString(),
            tasks.Count > MostBoxes ? [] : [.. tasks.Select(task => new Box(task.Id, task.Title, Text(places[task.Id].X), Text(places[task.Id].Y)))],
            tasks.Count > MostBoxes ? string.Concat(places.Values.Select(place => $"M{Text(place.X)} {Text(place.Y)}h{PipelineLayout.TaskWidth}v{PipelineLayout.TaskHeight}h-{PipelineLayout.TaskWidth}z")) : "");
    }

    private static void Line(StringBuilder path, CanvasPosition from, CanvasPosition to)
    {
        var (x1, y1) = (from.X + PipelineLayout.TaskWidth, from.Y + (PipelineLayout.TaskHeight / 2));
        var (x2, y2) = (to.X, to.Y + (PipelineLayout.TaskHeight / 2));
        var bend = Math.Max(24, (x2 - x1) / 2);
        path.Append(CultureInfo.InvariantCulture, $"M{x1:0} {y1:0}C{x1 + bend:0} {y1:0} {x2 - bend:0} {y2:0} {x2:0} {y2:0}");
    }

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    internal sealed record Box(string Id, string Title, string X, string Y)
    {
        public string Width { get; } = Text(PipelineLayout.TaskWidth);

        public string Height { get; } = Text(PipelineLayout.TaskHeight);
    }
}
