using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Local.ControlGroups;

/// <summary>Version 2 of the kernel's interface: one hierarchy.</summary>
/// <param name="parent">Directory in which the groups of this console's pods are made; its controllers are handed down to them.</param>
internal sealed class ControlGroupsV2(string parent) : IControlGroups
{
    private readonly string[] _controllers =
        GroupFile.ReadLines(Path.Combine(parent, "cgroup.subtree_control")).SelectMany(line => line.Split(' ')).ToArray();

    public bool LimitsCpu => _controllers.Contains("cpu");

    public bool LimitsMemory => _controllers.Contains("memory");

    public IReadOnlyList<string> Create(string pod, IEnumerable<ResourceRequirements> containers)
    {
        var group = Path.Combine(parent, pod);
        if (!GroupFile.TryMakeDirectory(group))
            return [];

        var limits = GroupLimits.Of(containers);
        if (limits.CpuRequest is { } cores)
            Write("cpu.weight", Math.Clamp((long)Math.Round(cores * 100), 1, 10_000).ToString(CultureInfo.InvariantCulture));
        if (limits.CpuQuota is { } quota)
            Write("cpu.max", string.Create(CultureInfo.InvariantCulture, $"{quota} {GroupLimits.CpuPeriod}"));
        if (limits.MemoryLimit is { } bytes)
        {
            Write("memory.max", bytes.ToString(CultureInfo.InvariantCulture));
            Write("memory.swap.max", "0");
            Write("memory.oom.group", "1");
        }

        return [Path.Combine(group, "cgroup.procs")];

        void Write(string file, string value) => GroupFile.TryWrite(Path.Combine(group, file), value);
    }

    public IReadOnlyList<int>? Members(string pod) => GroupFile.ReadPids(PathOf(pod, "cgroup.procs"));

    public bool RanOutOfMemory(string pod) => GroupFile.ReadKey(PathOf(pod, "memory.events"), "oom_kill") > 0;

    public ResourceReading? Read(string pod, DateTimeOffset now)
    {
        if (GroupFile.ReadKey(PathOf(pod, "cpu.stat"), "usage_usec") is not { } microseconds)
            return null;
        if (GroupFile.ReadNumber(PathOf(pod, "memory.current")) is not { } bytes)
            return null;
        // The working set, as Kubernetes counts it: what can't be given back without being missed.
        var idle = GroupFile.ReadKey(PathOf(pod, "memory.stat"), "inactive_file") ?? 0;
        var (read, written) = BytesMoved(pod);
        return new ResourceReading
        {
            At = now,
            CpuTime = TimeSpan.FromMicroseconds(microseconds),
            MemoryBytes = Math.Max(0, bytes - idle),
            DiskReadBytes = read,
            DiskWriteBytes = written,
            Processes = Members(pod)?.Count,
        };
    }

    public bool TryRemove(string pod) => GroupFile.TryRemoveDirectory(Path.Combine(parent, pod));

    public IEnumerable<string> List() => GroupFile.ListDirectories(parent);

    public void Release() => GroupFile.TryRemoveDirectory(parent);

    /// <summary>Lines <c>8:0 rbytes=1 wbytes=2 rios=3 ...</c>, one for each device.</summary>
    private (long? Read, long? Written) BytesMoved(string pod)
    {
        if (!_controllers.Contains("io"))
            return (null, null);
        long read = 0, written = 0;
        foreach (var field in GroupFile.ReadLines(PathOf(pod, "io.stat")).SelectMany(line => line.Split(' ')))
        {
            if (field.StartsWith("rbytes=", StringComparison.Ordinal))
                read += long.Parse(field.AsSpan(7), CultureInfo.InvariantCulture);
            else if (field.StartsWith("wbytes=", StringComparison.Ordinal))
                written += long.Parse(field.AsSpan(7), CultureInfo.InvariantCulture);
        }

        return (read, written);
    }

    private string PathOf(string pod, string file) => Path.Combine(parent, pod, file);
}
