using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Resources;

/// <summary>What pods use now: from their control groups, else summed over their processes, which are looked up once for all pods of a call.</summary>
internal sealed class PodSampling(PodRegistry registry, PodProcesses processes, IControlGroups groups, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _cpu = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ResourceReading> Read(IReadOnlyCollection<string> names)
    {
        var table = PodProcesses.Table();
        var readings = new Dictionary<string, ResourceReading>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (registry.Find(name) is not { Status.Phase: PodPhase.Running } pod)
                _cpu.TryRemove(name, out _);
            else
                readings[name] = groups.Read(name, time.GetUtcNow()) ?? Sum(pod, table);
        }

        return readings;
    }

    private ResourceReading Sum(LocalPod pod, Lazy<ProcessTable> table)
    {
        long memory = 0, ticks = 0, read = 0, written = 0;
        var count = 0;
        var ioKnown = true;
        foreach (var pid in processes.Find(pod, table))
        {
            if (table.Value.Find(pid) is not { } process)
                continue;
            count++;
            ticks += process.CpuTicks;
            memory += ProcessUse.MemoryBytes(process);
            if (ProcessUse.BytesMoved(pid) is { } moved)
                (read, written) = (read + moved.Read, written + moved.Written);
            else
                ioKnown = false;
        }

        // Processes that ended without being waited for by a process of the pod take their time with them.
        var used = TimeSpan.FromSeconds((double)ticks / ProcessUse.TicksPerSecond);
        return new ResourceReading
        {
            At = time.GetUtcNow(),
            CpuTime = _cpu.AddOrUpdate(pod.Name, used, (_, before) => used > before ? used : before),
            MemoryBytes = memory,
            DiskReadBytes = ioKnown ? read : null,
            DiskWriteBytes = ioKnown ? written : null,
            Processes = count,
        };
    }
}
