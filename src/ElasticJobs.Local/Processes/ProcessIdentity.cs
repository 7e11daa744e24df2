using System.Globalization;

namespace ElasticJobs.Local.Processes;

/// <summary>A process beyond doubt: numbers are used again, together with the time of start (in clock ticks since boot) they are not.</summary>
internal readonly record struct ProcessIdentity(int Pid, long StartTime)
{
    public bool IsAlive() => ProcessStat.Read(Pid) is { IsAlive: true } stat && stat.StartTime == StartTime;

    /// <summary>The cheap half of <see cref="IsAlive"/>: true may also mean a zombie, or another process under the same number.</summary>
    public bool MayBeAlive() => Libc.kill(Pid, 0) == 0 || System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.NoProcess;

    /// <summary>From <c>PID START</c>.</summary>
    public static ProcessIdentity? Parse(string? text)
    {
        var parts = text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return parts.Length >= 2
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var start)
            ? new ProcessIdentity(pid, start)
            : null;
    }
}
