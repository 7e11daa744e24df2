using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Local.ControlGroups;

/// <summary>Version 1 of the kernel's interface: one hierarchy for each controller, several of which may share a directory.</summary>
/// <param name="controllers">Directory, by controller, in which the groups of this console's pods are made.</param>
internal sealed class ControlGroupsV1(IReadOnlyDictionary<string, string> controllers) : IControlGroups
{
    public const string Cpu = "cpu";
    public const string CpuAccounting = "cpuacct";
    public const string Memory = "memory";
    public const string BlockDevices = "blkio";

    private readonly string[] _parents = [.. controllers.Values.Distinct(StringComparer.Ordinal)];

    public bool LimitsCpu => controllers.ContainsKey(Cpu);

    public bool LimitsMemory => controllers.ContainsKey(Memory);

    public IReadOnlyList<string> Create(string pod, IEnumerable<ResourceRequirements> containers)
    {
        var entries = new List<string>();
        foreach (var parent in _parents)
        {
            var group = Path.Combine(parent, pod);
            if (GroupFile.TryMakeDirectory(group))
                entries.Add(Path.Combine(group, "cgroup.procs"));
        }

        var limits = GroupLimits.Of(containers);
        if (limits.CpuRequest is { } cores)
            Write(Cpu, pod, "cpu.shares", Math.Max(2, (long)Math.Round(cores * 1024)));
        if (limits.CpuQuota is { } quota)
        {
            Write(Cpu, pod, "cpu.cfs_period_us", GroupLimits.CpuPeriod);
            Write(Cpu, pod, "cpu.cfs_quota_us", quota);
        }

        if (limits.MemoryLimit is { } bytes)
            Write(Memory, pod, "memory.limit_in_bytes", bytes);
        return entries;
    }

    public IReadOnlyList<int>? Members(string pod)
    {
        HashSet<int>? members = null;
        foreach (var parent in _parents)
        {
            if (GroupFile.ReadPids(Path.Combine(parent, pod, "cgroup.procs")) is { } pids)
                (members ??= []).UnionWith(pids);
        }

        return members is null ? null : [.. members];
    }

    public bool RanOutOfMemory(string pod) =>
        PathOf(Memory, pod, "memory.oom_control") is { } path && GroupFile.ReadKey(path, "oom_kill") > 0;

    public ResourceReading? Read(string pod, DateTimeOffset now)
    {
        if (PathOf(CpuAccounting, pod, "cpuacct.usage") is not { } cpuPath || GroupFile.ReadNumber(cpuPath) is not { } nanoseconds)
            return null;
        if (PathOf(Memory, pod, "memory.usage_in_bytes") is not { } memoryPath || GroupFile.ReadNumber(memoryPath) is not { } bytes)
            return null;
        // The working set, as Kubernetes counts it: what can't be given back without being missed.
        var idle = GroupFile.ReadKey(PathOf(Memory, pod, "memory.stat")!, "total_inactive_file") ?? 0;
        var (read, written) = BytesMoved(pod);
        return new ResourceReading
        {
            At = now,
            CpuTime = TimeSpan.FromTicks(nanoseconds / 100),
            MemoryBytes = Math.Max(0, bytes - idle),
            DiskReadBytes = read,
            DiskWriteBytes = written,
            Processes = Members(pod)?.Count,
        };
    }

    public bool TryRemove(string pod)
    {
        var removed = true;
        foreach (var parent in _parents)
            removed &= GroupFile.TryRemoveDirectory(Path.Combine(parent, pod));
        return removed;
    }

    public IEnumerable<string> List() => _parents.SelectMany(GroupFile.ListDirectories).Distinct(StringComparer.Ordinal);

    public void Release()
    {
        foreach (var parent in _parents)
            GroupFile.TryRemoveDirectory(parent);
    }

    /// <summary>Lines <c>8:0 Read 4096</c>, one for each device and direction.</summary>
    private (long? Read, long? Written) BytesMoved(string pod)
    {
        if (PathOf(BlockDevices, pod, "blkio.throttle.io_service_bytes") is not { } path)
            return (null, null);
        long read = 0, written = 0;
        foreach (var line in GroupFile.ReadLines(path))
        {
            var fields = line.Split(' ');
            if (fields.Length != 3 || !long.TryParse(fields[2], CultureInfo.InvariantCulture, out var bytes))
                continue;
            if (fields[1] == "Read")
                read += bytes;
            else if (fields[1] == "Write")
                written += bytes;
        }

        return (read, written);
    }

    private void Write(string controller, string pod, string file, long value)
    {
        if (PathOf(controller, pod, file) is { } path)
            GroupFile.TryWrite(path, value.ToString(CultureInfo.InvariantCulture));
    }

    private string? PathOf(string controller, string pod, string file) =>
        controllers.TryGetValue(controller, out var parent) ? Path.Combine(parent, pod, file) : null;
}
