using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Web.Streaming;

/// <param name="Points">In time order.</param>
/// <param name="Limits">Requests and limits of the attempt; only with the first batch.</param>
/// <param name="End">The attempt has ended; nothing will be added.</param>
public sealed record SampleWire(IReadOnlyList<SamplePointWire> Points, SampleLimitsWire? Limits, bool End);

/// <param name="T">Unix milliseconds.</param>
/// <param name="Cpu">Cores.</param>
/// <param name="Mem">Bytes.</param>
/// <param name="Dr">Disk read, bytes a second.</param>
/// <param name="Dw">Disk write, bytes a second.</param>
/// <param name="Pids">Processes.</param>
public sealed record SamplePointWire(long T, double Cpu, long Mem, double? Dr, double? Dw, int? Pids)
{
    public static SamplePointWire From(ResourceSample sample) => new(
        sample.At.ToUnixTimeMilliseconds(), Math.Round(sample.Cpu, 4), sample.Memory, sample.DiskRead, sample.DiskWrite, sample.Processes);
}

public sealed record SampleLimitsWire(double? CpuRequest, double? CpuLimit, long? MemRequest, long? MemLimit)
{
    public static SampleLimitsWire From(ResourceRequirements resources) => new(
        resources.CpuRequest, resources.CpuLimit, resources.MemoryRequest, resources.MemoryLimit);
}
