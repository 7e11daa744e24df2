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
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, MetricSeries>> _instruments = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _scrape = new();

    public PrometheusText(params IEnumerable<string> meters)
    {
        var chosen = meters.ToHashSet();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (chosen.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<short>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((instrument, value, tags, _) => Take(instrument, (double)value, tags));
        _listener.Start();
    }

    private enum Kind
    {
        Counter,
        Gauge,
        Histogram,
    }

    public string Scrape()
    {
        lock (_scrape)
        {
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var (instrument, series) in _instruments.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
            {
                Write(text, instrument, series);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _instruments.GetOrAdd(instrument, static _ => new()).GetOrAdd(Labels(tags), static _ => new());
        switch (KindOf(instrument))
        {
            case Kind.Histogram:
                series.Record(value);
                break;
            case Kind.Counter when !instrument.IsObservable:
                series.Add(value);
                break;
            case Kind.Gauge when IsUpDown(instrument) && !instrument.IsObservable:
                series.Add(value);
                break;
            default:
                series.Set(value);
                break;
        }
    }

    private static void Write(StringBuilder text, Instrument instrument, ConcurrentDictionary<string, MetricSeries> series)
    {
        var kind = KindOf(instrument);
        var name = Sanitize(instrument.Name) + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (kind == Kind.Counter ? "_total" : "");
        if (instrument.Description is { } description)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(description.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (labels, values) in series)
        {
            var (sum, count, buckets) = values.Read();
            if (kind != Kind.Histogram)
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

    private static Kind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? Kind.Histogram
            : IsUpDown(instrument) || type.Contains("Gauge", StringComparison.Ordinal) ? Kind.Gauge
            : Kind.Counter;
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
