using System.Diagnostics.Metrics;
using System.Globalization;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>What the client measures.</summary>
internal sealed class KubernetesInstruments : IDisposable
{
    public const string MeterName = "ElasticJobs.Kubernetes";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _rateWait;

    public KubernetesInstruments()
    {
        _requests = _meter.CreateCounter<long>("elasticjobs.kubernetes.requests", "{request}", "Requests sent to API servers by verb, resource and HTTP code; code 0: no answer. Each try counts.");
        _duration = _meter.CreateHistogram<double>("elasticjobs.kubernetes.request.duration", "s", "From sending a request until its answer is read; for watches, logs and sessions until they begin.");
        _rateWait = _meter.CreateHistogram<double>("elasticjobs.kubernetes.rate.wait", "s", "How long requests waited for the console's own request rate, by priority.");
    }

    public void Answered(ApiRequest request, int code, TimeSpan took)
    {
        var verb = new KeyValuePair<string, object?>("verb", request.Verb);
        var resource = new KeyValuePair<string, object?>("resource", request.Resource);
        _requests.Add(1, verb, resource, new KeyValuePair<string, object?>("code", code.ToString(CultureInfo.InvariantCulture)));
        _duration.Record(took.TotalSeconds, verb, resource);
    }

    public void WaitedForRate(RequestPriority priority, TimeSpan took) =>
        _rateWait.Record(took.TotalSeconds, new KeyValuePair<string, object?>("priority", priority == RequestPriority.Control ? "control" : "bulk"));

    public void Dispose() => _meter.Dispose();
}
