using System.Globalization;

namespace ElasticJobs.Worker.Instances;

/// <summary>What the script wrote at a task's end.</summary>
/// <param name="Code">128 + signal for one that was killed. Null: nobody knows, since the script ended before the task.</param>
/// <param name="Duration">To a hundredth of a second.</param>
/// <param name="CpuSeconds">Of all its processes that were waited for. Null: not known.</param>
internal sealed record TaskExit(int? Code, TimeSpan Duration, double? CpuSeconds)
{
    /// <summary>128 + TERM.</summary>
    public const int Terminated = 143;

    public static TaskExit Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var code))
            return new TaskExit(null, TimeSpan.Zero, null);
        var times = lines.Length > 1 ? lines[1].Split(' ') : [];
        var duration = times.Length == 2 && Number(times[0]) is { } started && Number(times[1]) is { } ended && ended > started ? ended - started : 0;
        // The second line of POSIX times: user and system time of children.
        var cpu = lines.Length > 3 ? lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(Seconds) : null;
        return new TaskExit(code, TimeSpan.FromSeconds(duration), cpu);
    }

    /// <param name="text">As in <c>1m2.34s</c>.</param>
    private static double? Seconds(string text)
    {
        var parts = text.TrimEnd('s').Split('m');
        return parts.Length == 2 && Number(parts[0]) is { } minutes && Number(parts[1]) is { } seconds ? (minutes * 60) + seconds : null;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
