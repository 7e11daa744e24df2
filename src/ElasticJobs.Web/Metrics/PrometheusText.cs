using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ElasticJobs.Web.Metrics;

/// <summary>
/// Meters as Prometheus text, version 0.0.4. Our own because no exporter package can be had from every registry that the project builds with; docs/adr/0007.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>By name: instruments of several meters that share one are one family, since a name must not come twice.</summary>
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scrape = new();

    public PrometheusText(params IEnumerable<string> meters)
    {
        var chosen = meters.ToHashSet();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (chosen.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(NameOf(instrument), static (name, made) => new MetricFamily(name, made.Description, KindOf(made)), instrument));
            }
        };
        _listener.SetMeasurementEventCallback<byte>(static (instrument, value, tags, family) => Take(instrument, value, tags, family));
        _listener.SetMeasurementEventCallback<short>(static (instrument, value, tags, family) => Take(instrument, value, tags, family));
        _listener.SetMeasurementEventCallback<int>(static (instrument, value, tags, family) => Take(instrument, value, tags, family));
        _listener.SetMeasurementEventCallback<long>(static (instrument, value, tags, family) => Take(instrument, value, tags, family));
        _listener.SetMeasurementEventCallback<float>(static (instrument, value, tags, family) => Take(instrument, value, tags, family));
        _listener.SetMeasurementEventCallback<double>(static (instrument, value, tags, family) => Take(instrument, value, tags, family));
        _listener.SetMeasurementEventCallback<decimal>(static (instrument, value, tags, family) => Take(instrument, (double)value, tags, family));
        _listener.Start();
    }

    public string Scrape()
    {
        lock (_scrape)
        {
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values.Where(family => !family.Series.IsEmpty).OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                Write(text, family);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var family = (MetricFamily)state!;
        var series = family.Series.GetOrAdd(Labels(tags), static _ => new());
        switch (family.Kind)
        {
            case MetricKind.Histogram:
                series.Record(value);
                break;
            case MetricKind.Counter when !instrument.IsObservable:
                series.Add(value);
                break;
            case MetricKind.Gauge when IsUpDown(instrument) && !instrument.IsObservable:
                series.Add(value);
                break;
            default:
                series.Set(value);
                break;
        }
    }

    private static void Write(StringBuilder text, MetricFamily family)
    {
        var name = family.Name;
        if (family.Description is { } description)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(description.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (labels, values) in family.Series)
        {
            var (sum, count, buckets) = values.Read();
            if (family.Kind != MetricKind.Histogram)
            {
                Line(text, name, labels, Format(sum));
                continue;
            }

            for (var i = 0; i < buckets.Length; i++)
            {
                Line(text, name + "_bucket", Join(labels, $"le=\"{Format(MetricSeries.Bounds[i])}\""), Format(buckets[i]));
            }

            Line(text, name + "_bucket", Join(labels, "le=\"+Inf\""), Format(count));
            Line(text, name + "_sum", labels, Format(sum));
            Line(text, name + "_count", labels, Format(count));
        }
    }

    private static void Line(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    private static string NameOf(Instrument instrument) =>
        Sanitize(instrument.Name) + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (KindOf(instrument) == MetricKind.Counter ? "_total" : "");

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? MetricKind.Histogram
            : IsUpDown(instrument) || type.Contains("Gauge", StringComparison.Ordinal) ? MetricKind.Gauge
            : MetricKind.Counter;
    }

    private static bool IsUpDown(Instrument instrument) => instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = "";
        foreach (var (key, value) in tags)
        {
            var escaped = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            escaped = escaped.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels = Join(labels, $"{Sanitize(key)}=\"{escaped}\"");
        }

        return labels;
    }

    private static string Join(string labels, string more) => labels.Length == 0 ? more : labels + "," + more;

    private static string Sanitize(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
