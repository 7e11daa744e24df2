using System.Globalization;

namespace ElasticJobs.Worker.Reports;

/// <summary>How far a task is.</summary>
/// <param name="Progress">From 0 to 1.</param>
/// <param name="Message">In the task's words. May be empty.</param>
internal sealed record TaskProgress(double Progress, string Message)
{
    /// <summary>Begins a line of standard output that says it.</summary>
    public const string Prefix = "##ej progress ";

    /// <param name="text">A number from 0 to 1, then words.</param>
    /// <returns>Null: it is something else.</returns>
    public static TaskProgress? Parse(string text)
    {
        var parts = text.Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var progress) && progress is >= 0 and <= 1
            ? new TaskProgress(progress, parts.Length > 1 ? parts[1] : "")
            : null;
    }
}
