using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.Resources;
using ElasticJobs.Scheduler.Tests.Leadership;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.Resources;

/// <summary>What a console has for resource charts.</summary>
internal sealed class SampledConsole : IDisposable
{
    public SampledConsole(IPodRuntime runtime, ISampleStore store, IRunStore runs, MemorySampleSignals signals, TimeProvider time)
    {
        Signals = signals;
        Hub = new SampleHub(signals, Lead, time);
        Collector = new SampleCollector(runtime, store, runs, Hub, time, NullLogger<SampleCollector>.Instance);
        Feed = new SampleFeed(store, runs, Collector, Hub, time);
        Replicas = new SampleReplicas(signals, Hub, Collector, Lead, time);
    }

    public Lead Lead { get; } = new();

    public MemorySampleSignals Signals { get; }

    public SampleHub Hub { get; }

    public SampleCollector Collector { get; }

    public SampleFeed Feed { get; }

    public SampleReplicas Replicas { get; }

    public void TakeTheLead() => Lead.Begin(new FakeTerm(1, () => { }));

    public void Dispose()
    {
        Replicas.Dispose();
        Collector.Dispose();
    }
}
