using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Samples;

/// <summary>The samples beside the program, by name. A file that can't be read is left out and told.</summary>
internal sealed partial class SampleCatalog(ILogger<SampleCatalog> logger, string? directory = null)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<Sample>? _samples;

    /// <summary>Given to tasks as <c>EJ_SAMPLES</c>: samples read their data there.</summary>
    public static string DefaultDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public IReadOnlyList<Sample> List()
    {
        lock (_lock)
        {
            return _samples ??= [.. Read(directory ?? DefaultDirectory).OrderBy(sample => sample.Name, StringComparer.Ordinal)];
        }
    }

    public Sample? Find(string name) => List().FirstOrDefault(sample => sample.Name == name);

    private IEnumerable<Sample> Read(string from)
    {
        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*.yaml") : [])
        {
            var result = PipelineReader.Read(File.ReadAllText(file));
            if (result is { Document: { } document, HasErrors: false })
            {
                yield return new Sample(document);
            }
            else
            {
                LogUnreadable(logger, file, result.Problems is [var first, ..] ? first.Message : "it is empty");
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The sample {File} can't be read: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, string file, string problem);
}
