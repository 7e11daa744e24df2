using System.Globalization;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Dates;

/// <summary>Python's date and datetime on .NET's.</summary>
internal static class Moments
{
    private static readonly string[] NaiveFormats =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm"];

    private static readonly string[] AwareFormats =
        ["yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz"];

    public static DateTimeValue Now(ExpressionScope scope) => Local(scope.Now, scope);

    public static DateTimeValue UtcNow(ExpressionScope scope) => Naive(scope.Now.UtcDateTime);

    /// <summary>Whole seconds, as in cube-studio's text of it.</summary>
    public static DateTimeValue ExecutionDate(ExpressionScope scope)
    {
        var local = Local(scope.ExecutionDate ?? scope.Now, scope).Value;
        return Naive(local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond)));
    }

    public static DateTimeValue Local(DateTimeOffset instant, ExpressionScope scope) => Naive(TimeZoneInfo.ConvertTime(instant, scope.TimeZone).DateTime);

    public static DateTimeValue Naive(DateTime value, TimeSpan? offset = null) =>
        new(DateTime.SpecifyKind(value.AddTicks(-(value.Ticks % TimeSpan.TicksPerMicrosecond)), DateTimeKind.Unspecified), offset);

    /// <summary>Offset from UTC; of a local time that comes twice, the first (Python's fold 0).</summary>
    public static TimeSpan OffsetOf(DateTimeValue moment, ExpressionScope scope) => moment.Offset
        ?? (scope.TimeZone.IsAmbiguousTime(moment.Value) ? scope.TimeZone.GetAmbiguousTimeOffsets(moment.Value).Max() : scope.TimeZone.GetUtcOffset(moment.Value));

    /// <summary>Ticks that order moments of one kind, naive or with an offset.</summary>
    public static long Instant(DateTimeValue moment) => moment.Value.Ticks - (moment.Offset ?? TimeSpan.Zero).Ticks;

    public static ExpressionValue Add(ExpressionValue moment, TimeSpan duration) => moment switch
    {
        DateValue date => new DateValue(date.Value.AddDays((int)Durations.Days(duration))),
        DateTimeValue at => at with { Value = at.Value + duration },
        _ => throw new ArgumentException("Neither a date nor a datetime.", nameof(moment)),
    };

    /// <summary>Text beside a date or timedelta becomes the date that it is.</summary>
    public static (ExpressionValue Left, ExpressionValue Right) Coerce(ExpressionValue left, ExpressionValue right)
    {
        if (left is TextValue first && right is DateValue or DateTimeValue or DurationValue)
        {
            return (TryParse(first.Value) ?? left, right);
        }

        return right is TextValue second && left is DateValue or DateTimeValue or DurationValue ? (left, TryParse(second.Value) ?? right) : (left, right);
    }

    /// <summary>A date from <c>2024-05-31</c>, a datetime from <c>2024-05-31 08:00:00</c> and the other ISO 8601 forms; null for other text.</summary>
    public static ExpressionValue? TryParse(string text)
    {
        text = text.Trim();
        if (text.Length > 40)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new DateValue(date);
        }

        if (DateTime.TryParseExact(text, NaiveFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var naive))
        {
            return Naive(naive);
        }

        var withOffset = text.EndsWith('Z') ? $"{text[..^1]}+00:00" : text;
        return DateTimeOffset.TryParseExact(withOffset, AwareFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var aware)
            ? Naive(aware.DateTime, aware.Offset)
            : null;
    }

    /// <summary>Of a date, a datetime, or text that is one.</summary>
    public static ExpressionValue Read(ExpressionValue value, EvaluationContext context) => value switch
    {
        DateValue or DateTimeValue => value,
        TextValue text => TryParse(text.Value) ?? throw context.Fail(
            ExpressionCodes.Value, $"{Describe.Quoted(text.Value)} is not a date.", "Write it as 2024-05-31 or 2024-05-31 08:00:00, or read it with datetime.datetime.strptime(text, format)."),
        DurationValue => throw context.Fail(
            ExpressionCodes.Type, "A timedelta is not a date.", "A filter belongs to the value right before it: put parentheses around the whole, e.g. (now - datetime.timedelta(days=1)) | date."),
        _ => throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} is not a date.", "Give a date, a datetime, or text like 2024-05-31 08:00:00."),
    };

    public static DateTimeValue ReadDateTime(ExpressionValue value, EvaluationContext context) =>
        Read(value, context) switch { DateValue date => Naive(date.Value.ToDateTime(TimeOnly.MinValue)), var moment => (DateTimeValue)moment };

    public static string Iso(DateTimeValue moment, char separator)
    {
        var fraction = moment.Value.Ticks % TimeSpan.TicksPerSecond == 0 ? "" : ".ffffff";
        var offset = moment.Offset is { } given ? OffsetText(given, ":") : "";
        var date = moment.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return date + separator + moment.Value.ToString($"HH:mm:ss{fraction}", CultureInfo.InvariantCulture) + offset;
    }

    public static string OffsetText(TimeSpan offset, string separator) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{separator}{Math.Abs(offset.Minutes):00}");

    public static ExpressionException OutOfRange(EvaluationContext context) =>
        context.Fail(ExpressionCodes.Value, "The date is out of range.", "Dates go from year 1 to 9999.");

    public static ExpressionException MixedZones(EvaluationContext context) =>
        context.Fail(ExpressionCodes.Type, "One datetime has a time zone, the other has none.", "Use datetime.datetime.now() with execution_date, and .astimezone() to give a zone.");
}
