using System.Globalization;
using System.Text;

namespace ElasticJobs.Web.Features.Runs.Detail.Results;

/// <summary>Places of a chart's bars, lines and words in a box of 560 × 220.</summary>
internal sealed class DrawnChart
{
    public const int Width = 560;
    public const int Height = 220;
    public const int Left = 52;
    private const double Top = 10;
    private const double Bottom = Height - 26;
    private const int MostLabels = 10;
    private const int GridLines = 4;

    public DrawnChart(ChartResult chart)
    {
        var values = chart.Series.SelectMany(series => series.Values).OfType<double>().DefaultIfEmpty(0).ToList();
        var high = Math.Max(0, values.Max());
        var low = Math.Min(0, values.Min());
        var span = high - low > 0 ? high - low : 1;
        double Y(double value) => Bottom - ((value - low) / span * (Bottom - Top));
        var slot = (Width - (double)Left) / Math.Max(1, chart.Labels.Count);

        Grid = [.. Enumerable.Range(0, GridLines + 1).Select(i => low + (span * i / GridLines)).Select(value => new GridLine(Text(Y(value)), value.ToString("G3", CultureInfo.InvariantCulture)))];
        var every = (int)Math.Ceiling(chart.Labels.Count / (double)MostLabels);
        Labels = [.. chart.Labels.Select((label, i) => (label, i)).Where(pair => pair.i % every == 0).Select(pair => new Label(Text(Left + (slot * (pair.i + 0.5))), Short(pair.label)))];
        if (chart.IsLine)
        {
            double X(int i) => Left + (slot * (i + 0.5));
            Lines = [.. chart.Series.Select((series, number) => new Line(number, Path(series.Values, X, Y)))];
            Dots = [.. chart.Series.SelectMany((series, number) => Lonely(series.Values).Select(i => new Dot(number, Text(X(i)), Text(Y(series.Values[i]!.Value)))))];
        }
        else
        {
            var width = slot * 0.72 / chart.Series.Count;
            Bars = [.. chart.Series.SelectMany((series, number) => series.Values.Take(chart.Labels.Count).Select((value, i) => (value, i)).Where(pair => pair.value is not null).Select(pair => new Bar(
                number,
                Text(Left + (slot * (pair.i + 0.14)) + (width * number)),
                Text(Math.Min(Y(pair.value!.Value), Y(0))),
                Text(Math.Max(1, width - 1)),
                Text(Math.Max(1, Math.Abs(Y(pair.value.Value) - Y(0)))),
                $"{chart.Labels[pair.i]} · {series.Name}: {pair.value.Value.ToString("G6", CultureInfo.InvariantCulture)}")))];
        }
    }

    public IReadOnlyList<GridLine> Grid { get; }

    public IReadOnlyList<Label> Labels { get; }

    public IReadOnlyList<Bar> Bars { get; } = [];

    public IReadOnlyList<Line> Lines { get; } = [];

    /// <summary>Values without a neighbour, of which a line shows nothing.</summary>
    public IReadOnlyList<Dot> Dots { get; } = [];

    /// <summary>A line breaks where a value is missing.</summary>
    private static string Path(IReadOnlyList<double?> values, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var isDown = false;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                path.Append(isDown ? 'L' : 'M').Append(Text(x(i))).Append(' ').Append(Text(y(value)));
            }

            isDown = values[i] is not null;
        }

        return path.ToString();
    }

    private static IEnumerable<int> Lonely(IReadOnlyList<double?> values) =>
        Enumerable.Range(0, values.Count).Where(i => values[i] is not null && (i == 0 || values[i - 1] is null) && (i == values.Count - 1 || values[i + 1] is null));

    private static string Short(string label) => label.Length <= 14 ? label : label[..13] + "…";

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    internal sealed record GridLine(string Y, string Text);

    internal sealed record Label(string X, string Text);

    internal sealed record Bar(int Series, string X, string Y, string Width, string Height, string Title);

    internal sealed record Dot(int Series, string X, string Y);

    internal sealed record Line(int Series, string Path);
}
