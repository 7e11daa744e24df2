using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>What calls on dates do.</summary>
internal static class DateWork
{
    public static DateTimeValue AtMidnight(DateValue date) => Moments.Naive(date.Value.ToDateTime(TimeOnly.MinValue));

    public static DateValue DateOf(DateTimeValue moment) => new(DateOnly.FromDateTime(moment.Value));

    /// <summary>Monday is 0.</summary>
    public static int Weekday(DateTime value) => ((int)value.DayOfWeek + 6) % 7;

    public static double Timestamp(DateTimeValue moment, ExpressionScope scope) =>
        (moment.Value.Ticks - Moments.OffsetOf(moment, scope).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond / 1e6;

    public static DateTimeValue Make(Arguments call) => Build(call, null, 1, 1, 1, 0, 0, 0, 0);

    public static DateTimeValue Replace(DateTimeValue at, Arguments call) => Build(
        call, at.Offset, at.Value.Year, at.Value.Month, at.Value.Day, at.Value.Hour, at.Value.Minute, at.Value.Second,
        at.Value.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);

    public static DateTimeValue FromTimestamp(Arguments call)
    {
        var instant = Guarded(call, () => DateTimeOffset.UnixEpoch + Durations.OfSeconds(call.Number(0)).Value);
        return call.Has(1) ? At(instant, ZoneOf(call, 1), call) : Moments.Local(instant, call.Context.Scope);
    }

    public static DateTimeValue Now(Arguments call) => At(call.Context.Scope.Now, ZoneOf(call, 0), call);

    public static DateTimeValue ToZone(DateTimeValue at, Arguments call)
    {
        var offset = Moments.OffsetOf(at, call.Context.Scope);
        var instant = Guarded(call, () => new DateTimeOffset(at.Value, offset));
        return At(instant, call.Has(0) ? ZoneOf(call, 0) : call.Context.Scope.TimeZone.GetUtcOffset(instant), call);
    }

    public static ZoneValue Zone(Arguments call)
    {
        var offset = call.Duration(0);
        return offset.Duration() <= TimeSpan.FromHours(14) && offset.Ticks % TimeSpan.TicksPerMinute == 0
            ? new(offset)
            : throw call.Context.Fail(ExpressionCodes.Value, "A time zone's offset is whole minutes, 14 hours at most.", "Write e.g. datetime.timezone(datetime.timedelta(hours=8)).");
    }

    /// <summary>The same day of another month, or its last where the month is shorter.</summary>
    public static ExpressionValue AddMonths(ExpressionValue moment, Arguments call)
    {
        var months = call.Integer(0, -120_000, 120_000);
        return Guarded<ExpressionValue>(call, () => moment is DateValue date
            ? new DateValue(date.Value.AddMonths(months))
            : ((DateTimeValue)moment) with { Value = ((DateTimeValue)moment).Value.AddMonths(months) });
    }

    public static ExpressionValue Add(ExpressionValue moment, double seconds, Arguments call) =>
        Guarded(call, () => Moments.Add(moment, Durations.OfSeconds(seconds).Value));

    private static DateTimeValue Build(Arguments call, TimeSpan? offset, int year, int month, int day, int hour, int minute, int second, long microsecond)
    {
        var parts = new[]
        {
            Part(0, year, 1, 9999), Part(1, month, 1, 12), Part(2, day, 1, 31), Part(3, hour, 0, 23),
            Part(4, minute, 0, 59), Part(5, second, 0, 59), Part(6, (int)microsecond, 0, 999_999),
        };
        return parts[2] <= DateTime.DaysInMonth(parts[0], parts[1])
            ? new(new DateTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], DateTimeKind.Unspecified).AddTicks(parts[6] * TimeSpan.TicksPerMicrosecond), offset)
            : throw call.Context.Fail(ExpressionCodes.Value, $"Month {parts[1]} of {parts[0]} has no day {parts[2]}.", "Check day and month; | add_months(n) keeps to the month's last day.");

        int Part(int slot, int other, int minimum, int maximum) => call.Has(slot) ? call.Integer(slot, minimum, maximum) : other;
    }

    private static TimeSpan ZoneOf(Arguments call, int slot) => call[slot] is ZoneValue zone ? zone.Offset : throw call.Wrong(slot, "a timezone, e.g. datetime.timezone.utc");

    private static DateTimeValue At(DateTimeOffset instant, TimeSpan offset, Arguments call) =>
        Guarded(call, () => Moments.Naive(instant.ToOffset(offset).DateTime, offset));

    private static T Guarded<T>(Arguments call, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception failure) when (failure is OverflowException or ArgumentOutOfRangeException)
        {
            throw Moments.OutOfRange(call.Context);
        }
    }
}
