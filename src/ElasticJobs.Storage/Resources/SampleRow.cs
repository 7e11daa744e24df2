using ElasticJobs.Core.Resources;

namespace ElasticJobs.Storage.Resources;

internal sealed class SampleRow
{
    public required Guid RunId { get; init; }

    public required string Task { get; init; }

    public required int Attempt { get; init; }

    public required DateTimeOffset SampledAt { get; init; }

    public required double Cpu { get; init; }

    public required long Memory { get; init; }

    public double? DiskRead { get; init; }

    public double? DiskWrite { get; init; }

    public int? Processes { get; init; }

    public double? Gpu { get; init; }

    public long? GpuMemory { get; init; }

    public ResourceSample ToSample() => new(SampledAt, Cpu, Memory, DiskRead, DiskWrite, Processes, Gpu, GpuMemory);
}
