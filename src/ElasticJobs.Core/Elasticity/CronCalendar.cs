using NCrontab;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Whether cron windows are open. What it found holds until the window's next start or end, so it is looked up once per change.</summary>
internal sealed class CronCalendar
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(5 * 366);

    private readonly Dictionary<CronWindow, (DateTimeOffset From, DateTimeOffset Until, bool IsOpen)> _known = [];

    /// <returns>Whether it is open, and when that changes; null: not within years.</returns>
    public (bool IsOpen, DateTimeOffset? Until) Look(CronWindow window, DateTimeOffset now)
    {
        if (!_known.TryGetValue(window, out var found) || now < found.From || now >= found.Until)
        {
            // Windows that settings no longer have.
            if (_known.Count > 100)
                _known.Clear();
            var zone = TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone);
            var (start, end) = (Next(window.Start, zone, now), Next(window.End, zone, now));
            // The next thing that happens is an end: so it is open.
            found = (now, start < end ? start : end, end < start);
            _known[window] = found;
        }

        return (found.IsOpen, found.Until - now < Horizon - TimeSpan.FromDays(2) ? found.Until : null);
    }

    private static DateTimeOffset Next(string cron, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var schedule = CrontabSchedule.Parse(cron);
        // An hour that the clock shows twice: local times of the second pass lie behind those of the first.
        foreach (var next in schedule.GetNextOccurrences(local, local + Horizon))
        {
            if (ToUtc(next, zone, now) is { } time)
                return time;
        }

        return now + Horizon;
    }

    /// <summary>The first time after <paramref name="now"/> at which the zone's clock shows it. One that the clock leaps over is taken when it has leapt. Null: it was before.</summary>
    private static DateTimeOffset? ToUtc(DateTime local, TimeZoneInfo zone, DateTimeOffset now)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        TimeSpan[] offsets = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)];
        var times = offsets.Select(offset => new DateTimeOffset(local, offset).ToUniversalTime()).Where(time => time > now).Order().ToList();
        return times.Count > 0 ? times[0] : null;
    }
}
