using System.Globalization;
using System.Text;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Web.Features.Services.Scaling;

/// <summary>Queue and instances over time, as they were at each decision: lines in steps on one axis.</summary>
/// <param name="Top">Value at the upper edge, at least 1.</param>
/// <param name="Lines">Points of a polyline, by what it shows.</param>
/// <param name="Marks">Where each decision is on the time axis.</param>
internal sealed record ScalingChart(int Top, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<(string Name, string Points)> Lines, IReadOnlyList<(double X, DecisionEntry Entry)> Marks)
{
    public const int Width = 1000;
    public const int Height = 160;

    /// <param name="entries">Newest first.</param>
    /// <returns>Null: there are fewer than two, which make no line.</returns>
    public static ScalingChart? Of(IReadOnlyList<DecisionEntry> entries)
    {
        if (entries.Count < 2)
            return null;
        List<DecisionEntry> inOrder = [.. entries.Reverse()];
        var (from, to) = (inOrder[0].Decision.At, inOrder[^1].Decision.At);
        if (to <= from)
            return null;
        var top = Math.Max(1, inOrder.Max(entry => Math.Max(Math.Max(entry.Waiting, entry.InFlight), Instances(entry))));
        List<double> places = [.. inOrder.Select(entry => (entry.Decision.At - from) / (to - from) * Width)];
        return new ScalingChart(top, from, to, [Line("Waiting", entry => entry.Waiting), Line("Running", entry => entry.InFlight), Line("Instances", Instances)], [.. places.Zip(inOrder)]);

        (string, string) Line(string name, Func<DecisionEntry, int> value)
        {
            var points = new StringBuilder();
            for (var i = 0; i < inOrder.Count; i++)
            {
                // It stays what it was until the next decision.
                if (i > 0)
                    Add(points, places[i], value(inOrder[i - 1]));
                Add(points, places[i], value(inOrder[i]));
            }

            return (name, points.ToString());
        }

        void Add(StringBuilder points, double x, int value) => points.Append(CultureInfo.InvariantCulture, $"{x:0.#},{Height - (value / (double)top * Height):0.#} ");
    }

    public static int Instances(DecisionEntry entry) => entry.Starting + entry.Idle + entry.Busy + entry.Draining;
}
