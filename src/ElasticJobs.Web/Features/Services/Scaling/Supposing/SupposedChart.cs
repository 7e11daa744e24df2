using System.Globalization;
using System.Text;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Web.Features.Services.Scaling.Supposing;

/// <summary>Instances over time of several outcomes, in steps on one axis.</summary>
/// <param name="Top">Value at the upper edge, at least 1.</param>
internal sealed record SupposedChart(int Top, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<(string Name, string Points)> Lines)
{
    public const int Width = 1000;
    public const int Height = 160;

    /// <summary>More steps than pixels only cost.</summary>
    private const int MostSteps = 2000;

    public static SupposedChart Of(DateTimeOffset from, DateTimeOffset to, params IReadOnlyList<(string Name, ScalingOutcome Outcome)> outcomes)
    {
        var end = to > from ? to : from.AddSeconds(1);
        var top = Math.Max(1, outcomes.Max(outcome => outcome.Outcome.Peak));
        return new SupposedChart(top, from, end, [.. outcomes.Select(outcome => (outcome.Name, Line(outcome.Outcome.Steps, from, end, top)))]);
    }

    private static string Line(IReadOnlyList<(DateTimeOffset At, int Instances)> steps, DateTimeOffset from, DateTimeOffset to, int top)
    {
        var points = new StringBuilder();
        var every = Math.Max(1, steps.Count / MostSteps);
        var value = 0;
        for (var i = 0; i < steps.Count; i += every)
        {
            var x = Math.Clamp((steps[i].At - from) / (to - from), 0, 1) * Width;
            Add(x, value);
            value = steps[i].Instances;
            Add(x, value);
        }

        Add(Width, value);
        return points.ToString();

        void Add(double x, int instances) => points.Append(CultureInfo.InvariantCulture, $"{x:0.#},{Height - (instances / (double)top * Height):0.#} ");
    }
}
