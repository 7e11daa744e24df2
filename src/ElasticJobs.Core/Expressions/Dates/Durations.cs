using System.Globalization;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>Python's timedelta on <see cref="TimeSpan"/>: whole microseconds, days that round down.</summary>
internal static class Durations
{
    private static readonly double[] SecondsOfUnit = [86_400, 1, 1e-6, 1e-3, 60, 3600, 604_800];

    public static DurationValue Of(TimeSpan value) => new(TimeSpan.FromTicks(value.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond));

    public static DurationValue OfSeconds(double seconds)
    {
        var microseconds = Math.Round(seconds * 1e6, MidpointRounding.ToEven);
        return new(TimeSpan.FromTicks(checked((long)microseconds * TimeSpan.TicksPerMicrosecond)));
    }

    /// <summary>Of <c>timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)</c>.</summary>
    public static DurationValue FromUnits(Arguments arguments)
    {
        try
        {
            var sum = TimeSpan.Zero;
            for (var unit = 0; unit < SecondsOfUnit.Length; unit++)
            {
                sum += OfSeconds(arguments.NumberOr(unit, 0) * SecondsOfUnit[unit]).Value;
            }

            return new(sum);
        }
        catch (OverflowException)
        {
            throw Moments.OutOfRange(arguments.Context);
        }
    }

    public static long Days(TimeSpan value) => (long)Math.Floor((decimal)value.Ticks / TimeSpan.TicksPerDay);

    public static TimeSpan WithinDay(TimeSpan value) => value - TimeSpan.FromDays((int)Days(value));

    /// <summary>As Python's str: <c>1 day, 2:03:04.000005</c>.</summary>
    public static string Text(TimeSpan value)
    {
        var days = Days(value);
        var rest = WithinDay(value);
        var prefix = days switch { 0 => "", 1 or -1 => $"{days} day, ", _ => string.Create(CultureInfo.InvariantCulture, $"{days} days, ") };
        var micros = rest.Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000;
        var fraction = micros == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{micros:000000}");
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{rest.Hours}:{rest.Minutes:00}:{rest.Seconds:00}{fraction}");
    }
}
