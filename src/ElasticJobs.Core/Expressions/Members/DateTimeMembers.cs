using ElasticJobs.Core.Expressions.Dates;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Members of a datetime value, by Python's names.</summary>
internal static class DateTimeMembers
{
    public static readonly MemberTable<DateTimeValue> Table = new()
    {
        { "year", static at => new IntegerValue(at.Value.Year) },
        { "month", static at => new IntegerValue(at.Value.Month) },
        { "day", static at => new IntegerValue(at.Value.Day) },
        { "hour", static at => new IntegerValue(at.Value.Hour) },
        { "minute", static at => new IntegerValue(at.Value.Minute) },
        { "second", static at => new IntegerValue(at.Value.Second) },
        { "microsecond", static at => new IntegerValue(at.Value.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond) },
        { "date", "", static (at, _) => new DateValue(DateOnly.FromDateTime(at.Value)) },
        { "strftime", "format", static (at, call) => new TextValue(Strftime.Format(at, call.Format(0), call.Context)) },
        { "isoformat", "sep?", static (at, call) => new TextValue(Moments.Iso(at, Separator(call))) },
        { "timestamp", "", static (at, call) => new FloatValue(DateWork.Timestamp(at, call.Context.Scope)) },
        { "weekday", "", static (at, _) => new IntegerValue(DateWork.Weekday(at.Value)) },
        { "isoweekday", "", static (at, _) => new IntegerValue(DateWork.Weekday(at.Value) + 1) },
        { "replace", "year?, month?, day?, hour?, minute?, second?, microsecond?", static (at, call) => DateWork.Replace(at, call) },
        { "astimezone", "tz?", static (at, call) => DateWork.ToZone(at, call) },
    };

    private static char Separator(Arguments call)
    {
        var text = call.TextOrNull(0) ?? "T";
        return text.Length == 1 ? text[0] : throw call.Wrong(0, "one character");
    }
}
