using ElasticJobs.Core.Resources;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>Peak, and mean weighted by time, of an attempt's points.</summary>
internal sealed class UseMeter
{
    private double _seconds;
    private double _cpuSeconds;
    private double _memorySeconds;
    private double _peakCpu;
    private long _peakMemory;

    /// <summary>Null: no point yet.</summary>
    public ResourceUse? Use => _seconds > 0
        ? new ResourceUse(_peakCpu, _cpuSeconds / _seconds, _peakMemory, (long)(_memorySeconds / _seconds))
        : null;

    /// <summary>Of points in time order; the first one's interval began at <paramref name="start"/>.</summary>
    public static UseMeter Of(IEnumerable<ResourceSample> samples, DateTimeOffset start)
    {
        var meter = new UseMeter();
        foreach (var sample in samples)
        {
            meter.Add(sample, sample.At - start);
            start = sample.At;
        }
        return meter;
    }

    public void Add(ResourceSample sample, TimeSpan interval)
    {
        _peakCpu = Math.Max(_peakCpu, sample.Cpu);
        _peakMemory = Math.Max(_peakMemory, sample.Memory);
        if (interval <= TimeSpan.Zero)
            return;
        _seconds += interval.TotalSeconds;
        _cpuSeconds += sample.Cpu * interval.TotalSeconds;
        _memorySeconds += sample.Memory * interval.TotalSeconds;
    }
}
