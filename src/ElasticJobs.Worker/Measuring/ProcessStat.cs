using System.Globalization;

namespace ElasticJobs.Worker.Measuring;

/// <summary>A part of <c>/proc/PID/stat</c> (proc_pid_stat(5)).</summary>
/// <param name="StartTime">Clock ticks since the machine's start.</param>
internal readonly record struct ProcessStat(int Group, long StartTime, long ResidentPages)
{
    /// <summary>Null: there is no such process, or no longer.</summary>
    public static ProcessStat? Read(int pid)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{pid}/stat");
            // The name may hold spaces and parentheses; fields are counted from after its last one.
            var fields = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length < 22 ? null : new ProcessStat((int)Number(2), Number(19), Number(21));

            long Number(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
