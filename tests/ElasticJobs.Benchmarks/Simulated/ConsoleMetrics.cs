using System.Globalization;
using System.Text.RegularExpressions;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>The counters of a console's <c>/metrics</c>, or what they have grown by.</summary>
internal sealed partial class ConsoleMetrics
{
    private readonly Dictionary<string, double> _values;

    private ConsoleMetrics(Dictionary<string, double> values) => _values = values;

    public static async Task<ConsoleMetrics> ReadAsync(ConsoleProcess console)
    {
        var text = await console.Client.GetStringAsync("/metrics");
        return new ConsoleMetrics(text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => (line, end: line.LastIndexOf(' ')))
            .ToDictionary(part => part.line[..part.end], part => double.Parse(part.line[(part.end + 1)..], CultureInfo.InvariantCulture), StringComparer.Ordinal));
    }

    public ConsoleMetrics Since(ConsoleMetrics earlier) => new(_values.ToDictionary(pair => pair.Key, pair => pair.Value - earlier._values.GetValueOrDefault(pair.Key), StringComparer.Ordinal));

    /// <summary>Requests to the API server by verb and resource, most first.</summary>
    public IReadOnlyList<(string What, double Count)> Requests =>
    [
        .. _values.Select(pair => (Match: Request().Match(pair.Key), pair.Value)).Where(pair => pair.Match.Success)
            .GroupBy(pair => $"{pair.Match.Groups["verb"]} {pair.Match.Groups["resource"]}").Select(group => (group.Key, group.Sum(pair => pair.Value)))
            .Where(group => group.Item2 > 0).OrderByDescending(group => group.Item2),
    ];

    /// <summary>Mean of a histogram in milliseconds, over all its labels that begin like this.</summary>
    public double Mean(string name, string labels = "")
    {
        double Sum(string suffix) => _values.Where(pair => pair.Key.StartsWith($"{name}_{suffix}{(labels.Length == 0 ? "" : "{" + labels)}", StringComparison.Ordinal)).Sum(pair => pair.Value);
        return Sum("sum") / Sum("count") * 1000;
    }

    [GeneratedRegex("""^elasticjobs_kubernetes_requests_total\{verb="(?<verb>[^"]*)",resource="(?<resource>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Request();
}
