using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Streaming;

/// <param name="Points">In time order.</param>
/// <param name="Limits">Requests and limits of the attempt; only with the first batch.</param>
/// <param name="End">The attempt has ended; nothing will be added.</param>
/// <param name="Events">What the cluster said of its pods: all, whenever there is more. Null: nothing new.</param>
public sealed record SampleWire(IReadOnlyList<SamplePointWire> Points, SampleLimitsWire? Limits, bool End, IReadOnlyList<TaskEventWire>? Events = null);

/// <param name="T">Unix milliseconds.</param>
/// <param name="Cpu">Cores.</param>
/// <param name="Mem">Bytes.</param>
/// <param name="Dr">Disk read, bytes a second.</param>
/// <param name="Dw">Disk write, bytes a second.</param>
/// <param name="Pids">Processes.</param>
/// <param name="Gpu">GPUs busy, summed over all of the attempt's: 1.5 is one busy all the time and one half of it. Null: it has none, or nobody tells.</param>
/// <param name="GpuMem">Bytes in use on them.</param>
public sealed record SamplePointWire(long T, double Cpu, long Mem, double? Dr, double? Dw, int? Pids, double? Gpu = null, long? GpuMem = null)
{
    public static SamplePointWire From(ResourceSample sample) => new(
        sample.At.ToUnixTimeMilliseconds(), Math.Round(sample.Cpu, 4), sample.Memory, sample.DiskRead, sample.DiskWrite, sample.Processes, sample.Gpu is { } gpu ? Math.Round(gpu, 4) : null, sample.GpuMemory);
}

public sealed record SampleLimitsWire(double? CpuRequest, double? CpuLimit, long? MemRequest, long? MemLimit)
{
    public static SampleLimitsWire From(ResourceRequirements resources) => new(
        resources.CpuRequest, resources.CpuLimit, resources.MemoryRequest, resources.MemoryLimit);
}

/// <param name="T">Unix milliseconds, of the last time.</param>
/// <param name="Warning">The cluster calls it a warning.</param>
/// <param name="Reason">One word, e.g. <c>FailedMount</c>.</param>
/// <param name="Count">How often it happened.</param>
public sealed record TaskEventWire(long T, bool Warning, string Reason, string Message, int Count, string Pod)
{
    public static TaskEventWire From(TaskEvent told) => new(told.At.ToUnixTimeMilliseconds(), told.IsWarning, told.Reason, told.Message, told.Count, told.Pod);
}
