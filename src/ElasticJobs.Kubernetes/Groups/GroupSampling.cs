using System.Collections.Concurrent;
using ElasticJobs.Core.Resources;
using ElasticJobs.Kubernetes.Resources;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>What groups use: the sum over their members. Processor time only grows, so that of members that have ended stays in it.</summary>
internal sealed class GroupSampling(PodGroups groups, PodSampling pods)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, TimeSpan>> _used = new(StringComparer.Ordinal);

    /// <summary>Of groups and of pods of their own.</summary>
    public async Task<IReadOnlyDictionary<string, ResourceReading>> ReadAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var members = names.Select(groups.Find).OfType<TrackedGroup>().ToDictionary(group => group.Name, PodGroups.MembersOf, StringComparer.Ordinal);
        if (members.Count == 0)
            return await pods.ReadAsync(names, cancellationToken);
        var readings = await pods.ReadAsync([.. names.Where(name => !members.ContainsKey(name)), .. members.Values.SelectMany(list => list).Select(pod => pod.Name)], cancellationToken);
        var sums = names.Where(readings.ContainsKey).ToDictionary(name => name, name => readings[name], StringComparer.Ordinal);
        foreach (var (group, list) in members)
        {
            var known = list.Where(pod => readings.ContainsKey(pod.Name)).Select(pod => (pod.Name, Reading: readings[pod.Name])).ToList();
            if (known.Count > 0)
                sums[group] = Sum(group, known);
        }

        return sums;
    }

    /// <summary>The group is gone.</summary>
    public void Forget(string group) => _used.TryRemove(group, out _);

    private ResourceReading Sum(string group, IReadOnlyList<(string Name, ResourceReading Reading)> members)
    {
        var used = _used.GetOrAdd(group, _ => new ConcurrentDictionary<string, TimeSpan>(StringComparer.Ordinal));
        foreach (var (name, reading) in members)
            used[name] = reading.CpuTime;
        return new ResourceReading
        {
            At = members.Max(member => member.Reading.At),
            CpuTime = new TimeSpan(used.Values.Sum(time => time.Ticks)),
            MemoryBytes = members.Sum(member => member.Reading.MemoryBytes),
            DiskReadBytes = Sum(members, reading => reading.DiskReadBytes),
            DiskWriteBytes = Sum(members, reading => reading.DiskWriteBytes),
            Processes = (int?)Sum(members, reading => reading.Processes),
            GpuUse = members.Any(member => member.Reading.GpuUse is not null) ? members.Sum(member => member.Reading.GpuUse) : null,
            GpuMemoryBytes = members.Any(member => member.Reading.GpuMemoryBytes is not null) ? members.Sum(member => member.Reading.GpuMemoryBytes) : null,
        };
    }

    private static long? Sum(IEnumerable<(string, ResourceReading Reading)> members, Func<ResourceReading, long?> number) =>
        members.All(member => number(member.Reading) is not null) ? members.Sum(member => number(member.Reading)) : null;
}
