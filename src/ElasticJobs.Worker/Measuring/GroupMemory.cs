using System.Globalization;

namespace ElasticJobs.Worker.Measuring;

/// <summary>
/// The greatest resident memory of a process group that was seen, from <c>/proc</c>. Where the group can't be seen from here (another PID namespace) there is none: that is known by the first
/// process's start time, which is the same from everywhere.
/// </summary>
internal sealed class GroupMemory(TimeSpan interval, TimeProvider time)
{
    private long? _sampled;

    /// <summary>Pages that several processes share are counted with each. Null: never seen.</summary>
    public long? PeakBytes { get; private set; }

    /// <param name="process">The group's first process. Null: it has not begun.</param>
    public void Sample((int Pid, long StartTime)? process)
    {
        if (process is not { } first || (_sampled is { } last && time.GetElapsedTime(last) < interval))
            return;
        _sampled = time.GetTimestamp();
        if (ProcessStat.Read(first.Pid) is not { } leader || leader.StartTime != first.StartTime)
            return;
        var sum = 0L;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcessStat.Read(pid) is { } stat && stat.Group == first.Pid)
                sum += stat.ResidentPages * Environment.SystemPageSize;
        }

        if (sum > 0)
            PeakBytes = Math.Max(PeakBytes ?? 0, Math.Max(sum, HighWaterOf(first.Pid) ?? 0));
    }

    /// <summary>What a process had at most, also between two looks.</summary>
    private static long? HighWaterOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is not null && long.TryParse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
