using System.Collections.Concurrent;

namespace ElasticJobs.Web.Metrics;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>All that goes under one name.</summary>
internal sealed record MetricFamily(string Name, string? Description, MetricKind Kind)
{
    /// <summary>By their labels, as text.</summary>
    public ConcurrentDictionary<string, MetricSeries> Series { get; } = new(StringComparer.Ordinal);
}
