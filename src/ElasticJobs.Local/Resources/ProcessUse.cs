using System.Globalization;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Resources;

/// <summary>What one process uses, from <c>/proc</c>.</summary>
internal static class ProcessUse
{
    private const int ClockTicks = 2;

    /// <summary>Unit of processor time in <c>/proc</c>.</summary>
    public static long TicksPerSecond { get; } = Libc.sysconf(ClockTicks) is > 0 and var ticks ? ticks : 100;

    /// <summary>Its proportional share of pages that it shares with others; where the kernel won't tell, all of its resident pages.</summary>
    public static long MemoryBytes(ProcessStat process) =>
        Find($"/proc/{process.Pid}/smaps_rollup", "Pss:") * 1024 ?? process.ResidentPages * Environment.SystemPageSize;

    /// <summary>Null: not readable.</summary>
    public static (long Read, long Written)? BytesMoved(int pid)
    {
        var path = $"/proc/{pid}/io";
        return Find(path, "read_bytes:") is { } read && Find(path, "write_bytes:") is { } written ? (read, written) : null;
    }

    private static long? Find(string path, string key)
    {
        foreach (var line in (RawFile.ReadText(path) ?? "").AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(key, StringComparison.Ordinal))
                continue;
            var value = line[key.Length..].Trim();
            var space = value.IndexOf(' ');
            return long.TryParse(space < 0 ? value : value[..space], CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        return null;
    }
}
