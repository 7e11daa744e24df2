using System.Diagnostics.Metrics;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>What the engine measures, under the meter <c>ElasticJobs</c>.</summary>
internal sealed class RunInstruments : IDisposable
{
    public const string MeterName = "ElasticJobs";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _transitions;
    private readonly Counter<long> _starts;
    private readonly Histogram<double> _startLatency;
    private readonly Histogram<double> _runDuration;
    private int _active;

    public RunInstruments()
    {
        _transitions = _meter.CreateCounter<long>("elasticjobs.transitions", "{transition}", "Committed changes of state of tasks and runs, by the state that they led to.");
        _starts = _meter.CreateCounter<long>("elasticjobs.pod.starts", "{pod}", "Pod starts sent to the runtime.");
        _startLatency = _meter.CreateHistogram<double>("elasticjobs.start.latency", "s", "From what let a task start (most often another's end) until its pod's start is sent.");
        _runDuration = _meter.CreateHistogram<double>("elasticjobs.run.duration", "s", "From a run's start to its end, by how it ended.");
        _meter.CreateObservableGauge("elasticjobs.runs.active", () => Volatile.Read(ref _active), "{run}", "Runs in memory: unfinished, or with pods that are not removed yet.");
    }

    public void Committed(RunChange change)
    {
        foreach (var state in change.Changes)
            _transitions.Add(1, new KeyValuePair<string, object?>("kind", state.Task is null ? "run" : "task"), new KeyValuePair<string, object?>("state", state.To));
        if (change.Run is { IsFinished: true, StartedAt: { } started, FinishedAt: { } finished } && change.Changes.Any(state => state.Task is null))
            _runDuration.Record((finished - started).TotalSeconds, new KeyValuePair<string, object?>("state", change.Run.State.ToString()));
    }

    public void StartSent(long? since, TimeProvider time)
    {
        _starts.Add(1);
        if (since is { } timestamp)
            _startLatency.Record(time.GetElapsedTime(timestamp).TotalSeconds);
    }

    public void Activated() => Interlocked.Increment(ref _active);

    public void Deactivated() => Interlocked.Decrement(ref _active);

    public void Dispose() => _meter.Dispose();
}
