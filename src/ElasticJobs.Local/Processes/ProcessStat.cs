using System.Globalization;
using System.Text;

namespace ElasticJobs.Local.Processes;

/// <summary>One line of <c>/proc/PID/stat</c> (proc_pid_stat(5)). Times are in clock ticks, <see cref="ResidentPages"/> in pages.</summary>
internal readonly record struct ProcessStat(
    int Pid, char State, int Parent, int Group, int Session, long CpuTicks, long StartTime, long ResidentPages)
{
    /// <summary>A zombie has ended; only its parent hasn't looked yet.</summary>
    public bool IsAlive => State is not ('Z' or 'X');

    /// <summary>Null: there is no such process.</summary>
    public static ProcessStat? Read(int pid)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var count = RawFile.Read($"/proc/{pid}/stat", buffer);
        return count <= 0 ? null : Parse(pid, Encoding.UTF8.GetString(buffer[..count]));
    }

    public static ProcessStat? Parse(int pid, string line)
    {
        // The name may hold spaces and parentheses; fields are counted from after its last one.
        var nameEnd = line.LastIndexOf(')');
        if (nameEnd < 0)
            return null;
        var fields = line[(nameEnd + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22)
            return null;
        // With the time of children that ended and were waited for, so that a shell's total never falls.
        var cpu = Number(11) + Number(12) + Number(13) + Number(14);
        return new ProcessStat(pid, fields[0][0], (int)Number(1), (int)Number(2), (int)Number(3), cpu, Number(19), Number(21));

        long Number(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
    }
}
