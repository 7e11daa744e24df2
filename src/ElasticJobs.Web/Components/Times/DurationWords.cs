using System.Globalization;

namespace ElasticJobs.Web.Components.Times;

/// <summary>Durations as people read them: <c>40ms</c>, <c>8s</c>, <c>1m 23s</c>, <c>2h 05m</c>, <c>3d 4h</c>.</summary>
internal static class DurationWords
{
    public static string Of(TimeSpan duration)
    {
        var seconds = Math.Max(0, duration.TotalSeconds);
        return seconds switch
        {
            0 => "0s",
            < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seconds * 1000):0}ms"),
            < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#}s"),
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds)}s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}m {(int)seconds % 60:00}s"),
            < 86400 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600}h {(int)seconds / 60 % 60:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalDays}d {duration.Hours}h"),
        };
    }

    /// <summary>From start to end, or to now while it lasts. Whole seconds while it lasts, so that a tick shows one step. Null: not begun.</summary>
    public static string? Between(DateTimeOffset? start, DateTimeOffset? end, DateTimeOffset now) => (start, end) switch
    {
        (null, _) => null,
        ({ } from, { } to) => Of(to - from),
        ({ } from, null) => Of(TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - from).TotalSeconds)))),
    };
}
