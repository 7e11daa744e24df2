namespace ElasticJobs.Core.Resources;

/// <summary>Counters of a pod's whole process tree at one moment. Null: this runtime can't tell.</summary>
public sealed record ResourceReading
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Processor time used since the start; only ever grows.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Resident bytes, shared pages counted once where the kernel can tell.</summary>
    public required long MemoryBytes { get; init; }

    public long? DiskReadBytes { get; init; }

    public long? DiskWriteBytes { get; init; }

    public int? Processes { get; init; }

    /// <summary>GPUs busy now: the sum over the pod's GPUs of the share of time in which each worked, so 2 where two were busy all the time. Null: it has none, or nobody tells.</summary>
    public double? GpuUse { get; init; }

    /// <summary>Memory in use on all GPUs of the pod, in bytes.</summary>
    public long? GpuMemoryBytes { get; init; }
}

/// <summary>One point of a chart: rates over the time since the point before.</summary>
/// <param name="At">End of the interval.</param>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="DiskRead">Bytes a second.</param>
/// <param name="DiskWrite">Bytes a second.</param>
/// <param name="Processes">Count.</param>
/// <param name="Gpu">GPUs busy at the end of the interval, summed over the attempt's: 1.5 is one busy all the time and one half of it.</param>
/// <param name="GpuMemory">Bytes in use on all of them.</param>
public sealed record ResourceSample(DateTimeOffset At, double Cpu, long Memory, double? DiskRead, double? DiskWrite, int? Processes, double? Gpu = null, long? GpuMemory = null);

/// <summary>Peak and mean of an attempt, kept with it for good.</summary>
public sealed record ResourceUse(double PeakCpu, double MeanCpu, long PeakMemory, long MeanMemory);
