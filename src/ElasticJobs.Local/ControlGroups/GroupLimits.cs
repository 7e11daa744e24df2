using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.ControlGroups;

/// <summary>What a pod's containers may use together. Null: unlimited, because at least one of them is.</summary>
/// <param name="CpuRequest">Cores; the share when processors are short.</param>
/// <param name="CpuLimit">Cores.</param>
/// <param name="MemoryLimit">Bytes.</param>
internal sealed record GroupLimits(double? CpuRequest, double? CpuLimit, long? MemoryLimit)
{
    /// <summary>Microseconds over which processor time is rationed; the kernel's default.</summary>
    public const long CpuPeriod = 100_000;

    /// <summary>Microseconds of processor time in each period. The kernel refuses less than a millisecond.</summary>
    public long? CpuQuota => CpuLimit is { } cores ? Math.Max(1_000, (long)Math.Round(cores * CpuPeriod)) : null;

    public static GroupLimits Of(IEnumerable<ResourceRequirements> containers)
    {
        var all = containers.ToList();
        return new GroupLimits(
            all.All(one => one.CpuRequest is not null) ? all.Sum(one => one.CpuRequest) : null,
            all.All(one => one.CpuLimit is not null) ? all.Sum(one => one.CpuLimit) : null,
            all.All(one => one.MemoryLimit is not null) ? all.Sum(one => one.MemoryLimit) : null);
    }
}
