using System.Globalization;

namespace ElasticJobs.Benchmarks;

/// <summary>Prints figures as rows of a Markdown table, for docs/performance.md. Benchmarks tell; they never fail on time.</summary>
public sealed class BenchmarkReport
{
    private readonly TextWriter _output;

    public BenchmarkReport(string name, TextWriter output)
    {
        _output = output;
        _output.WriteLine($"\n{name}: {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB, {Environment.OSVersion}\n");
        _output.WriteLine("| what | figure |");
        _output.WriteLine("|---|---|");
    }

    public void Add(string what, FormattableString figure) => _output.WriteLine($"| {what} | {figure.ToString(CultureInfo.InvariantCulture)} |");

    /// <summary>The value that <paramref name="share"/> of the sorted ones don't exceed.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

    /// <summary>Of an even number of figures: the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
